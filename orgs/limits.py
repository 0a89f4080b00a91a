from mem0site.limits import *

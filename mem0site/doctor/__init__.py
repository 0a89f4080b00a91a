"""`manage.py doctor`: what is wrong with an installation, and what to do about it.

findings     one finding, and how a part is looked at without falling over it
database     connections, versions, roles, walls, migrations
services     broker, cache, models, stores
settings     secrets, host names, debug mode
machine      clock, disk, backups
background   workers, jobs, webhooks
examination  all of them in order
"""

"""Everything needed to run the platform on one machine from one command: an
embedded PostgreSQL and the supervisor around it. It is apart because nothing else
may know that it exists; the rest of the site sees URLs in its environment. No
module here imports Django, so that the database can start before the settings do.
"""

from __future__ import annotations

"""The web server: granian, with the threads that the bulkhead needs and a stop that
breaks nothing off.

A server that stops closes connections on which nothing was said yet, and resets those
it has not taken, while their clients already send. So a moment before, it lets nobody
in (`newcomers`): who was in by then has been heard when granian ends its workers, and
who was not is refused, or finds the server that follows.
"""

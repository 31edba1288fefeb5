"""The cache: pages and parts of pages in the memory of one process. A cached result is valid until a log or the clock
shows that it may be outdated.

`dependencies` records what a render reads, and `invalidation` decides from these dependencies whether a cache entry is
valid. `store` stores the cache entries. `page_cache` caches whole pages, and `fragments` caches parts of templates.
`personal_fragments` adds the parts for one person when a shared page is sent.
"""

"""The cache: pages and parts of pages in the memory of a process, each valid until something it depends on changes.

`dependencies` records what a render reads, `invalidation` decides from these dependencies whether a cache entry is
valid, `store` holds the entries, `page_cache` caches whole pages, `fragments` parts of templates, and
`personal_fragments` fills in what a shared page holds for one person.
"""

"""The cache: pages and parts of pages in the memory of one process.

- `dependencies`: what a render reads
- `invalidation`: whether a cache entry is still valid
- `store`: the cache entries
- `page_cache`, `fragments`: whole pages, and parts of templates
- `personal_fragments`: the parts for one person in a shared page
"""

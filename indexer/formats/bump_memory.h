// Memory for a C library that makes a tree of many small nodes, reads it once and throws all of it away: taken from the
// end of large chunks, given back together. Each thread has its own.
#pragma once

#include <cstddef>

namespace fingerpost {

// What stands in for calloc, realloc and free. Memory is zero; nothing is given back before its scope ends. Like the
// library's own, they end the process when there is no memory at all.
void* bump_calloc(std::size_t count, std::size_t size);
void* bump_realloc(void* old, std::size_t size);
void bump_free(void* memory);

// Gives back, at its end, all that its thread has taken since its beginning. Scopes nest.
class BumpScope {
 public:
  BumpScope();
  ~BumpScope();
  BumpScope(const BumpScope&) = delete;
  BumpScope& operator=(const BumpScope&) = delete;

 private:
  std::size_t chunk_;
  std::size_t used_;
};

}  // namespace fingerpost

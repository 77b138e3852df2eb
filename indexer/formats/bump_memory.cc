#include "indexer/formats/bump_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace fingerpost {
namespace {

constexpr std::size_t kChunkBytes = 256u << 10;
constexpr std::size_t kKeptChunks = 8;  // between documents
constexpr std::size_t kAlign = 16;

struct Free {
  void operator()(char* memory) const { std::free(memory); }
};

struct Chunk {
  std::unique_ptr<char, Free> bytes;
  std::size_t size = 0;
};

struct Memory {
  std::vector<Chunk> chunks;
  std::size_t chunk = 0;  // the one being filled
  std::size_t used = 0;   // of it
};

thread_local Memory memory;

// A block is preceded by its size, for realloc.
void* take(std::size_t size) {
  if (size > SIZE_MAX / 2) std::abort();
  const std::size_t whole = kAlign + (size + kAlign - 1) / kAlign * kAlign;
  while (memory.chunk < memory.chunks.size() && memory.used + whole > memory.chunks[memory.chunk].size) {
    ++memory.chunk;
    memory.used = 0;
  }
  if (memory.chunk == memory.chunks.size()) {
    const std::size_t made = std::max(kChunkBytes, whole);
    Chunk chunk{std::unique_ptr<char, Free>(static_cast<char*>(std::malloc(made))), made};
    if (chunk.bytes == nullptr) std::abort();
    memory.chunks.push_back(std::move(chunk));
    memory.used = 0;
  }
  char* const at = memory.chunks[memory.chunk].bytes.get() + memory.used;
  memory.used += whole;
  std::memcpy(at, &size, sizeof size);
  return at + kAlign;
}

}  // namespace

void* bump_calloc(std::size_t count, std::size_t size) {
  if (size != 0 && count > SIZE_MAX / size) std::abort();
  void* const block = take(count * size);
  std::memset(block, 0, count * size);
  return block;
}

void* bump_realloc(void* old, std::size_t size) {
  if (old == nullptr) return bump_calloc(1, size);
  std::size_t before = 0;
  std::memcpy(&before, static_cast<char*>(old) - kAlign, sizeof before);
  if (size <= before) return old;
  void* const block = take(size);
  std::memcpy(block, old, before);
  std::memset(static_cast<char*>(block) + before, 0, size - before);
  return block;
}

void bump_free(void*) {}

BumpScope::BumpScope() : chunk_(memory.chunk), used_(memory.used) {}

BumpScope::~BumpScope() {
  memory.chunk = chunk_;
  memory.used = used_;
  const std::size_t kept = chunk_ + kKeptChunks;
  if (memory.chunks.size() > kept) memory.chunks.resize(kept);
}

}  // namespace fingerpost

// What was asked for lately, up to a number of bytes. Two halves: what is asked for moves to the new one, and when that
// is full the old one goes. So what comes again and again stays, and one question never pays for emptying everything.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>

namespace fingerpost {

// One thread at a time.
template <class Key, class Value>
class Recent {
 public:
  using Kept = std::shared_ptr<const Value>;
  explicit Recent(std::size_t most_bytes) : half_bytes_(most_bytes / 2) {}

  // Nothing where it is not known (any longer).
  Kept find(const Key& key) {
    if (const auto known = new_.find(key); known != new_.end()) return known->second.value;
    const auto known = old_.find(key);
    if (known == old_.end()) return nullptr;
    Entry entry = std::move(known->second);
    old_.erase(known);
    return keep(key, std::move(entry));
  }
  // `bytes` is what the value takes.
  Kept put(const Key& key, Value value, std::size_t bytes) {
    return keep(key, {std::make_shared<const Value>(std::move(value)), bytes + kEntryBytes});
  }
  void clear() {
    new_.clear();
    old_.clear();
    bytes_ = 0;
  }

 private:
  static constexpr std::size_t kEntryBytes = 128;  // beside the value: nodes, counts, a short key
  struct Entry {
    Kept value;
    std::size_t bytes = 0;
  };

  Kept keep(const Key& key, Entry entry) {
    if (bytes_ + entry.bytes > half_bytes_) {
      old_ = std::move(new_);
      new_.clear();
      bytes_ = 0;
    }
    bytes_ += entry.bytes;
    return new_.insert_or_assign(key, std::move(entry)).first->second.value;
  }

  std::size_t half_bytes_;
  std::size_t bytes_ = 0;  // of the new half
  std::unordered_map<Key, Entry> new_;
  std::unordered_map<Key, Entry> old_;
};

}  // namespace fingerpost

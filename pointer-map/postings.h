// Postings: for a term, the places whose own words hold it, in order, each with a quantised impact. An impact marked
// `inherited` belongs to a place's key (a heading, a mapping key, a path) and reaches every place below it; preorder
// numbering makes that one range, so nothing is stored twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fingerpost {

// The number of a place inside its segment.
using DocId = std::uint32_t;
// The number of a place among all places of the map as loaded.
using GlobalDoc = std::uint32_t;

struct Posting {
  DocId doc = 0;
  std::uint8_t impact = 0;  // 1..127: saturated BM25F weight × 127
  bool inherited = false;
  // Of an inherited one alone; what stands in them otherwise means nothing.
  bool document = false;    // of a whole file, whose key is its path
  std::uint32_t below = 0;  // places that inherit it: those behind `doc`
};

// Encodes ascending docs as varint gaps, each followed by one byte (the high bit is `inherited`) and, where it is
// inherited, by how many places inherit it.
class PostingWriter {
 public:
  // REQUIRES: posting.doc is greater than the one before.
  void add(Posting posting);
  // Appends another list, its docs counted from `base`. REQUIRES: they are greater than those before.
  void append(const PostingWriter& other, DocId base);
  void clear();
  const std::string& bytes() const { return bytes_; }
  std::uint32_t count() const { return count_; }

 private:
  std::string bytes_;
  DocId last_ = 0;
  std::uint32_t count_ = 0;
};

// Reads what PostingWriter wrote; damaged bytes end the list early, never past the buffer.
class PostingReader {
 public:
  explicit PostingReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool next(Posting& out) {
    std::uint32_t gap = 0;
    int shift = 0;
    while (at_ != end_) {
      const auto byte = static_cast<unsigned char>(*at_++);
      gap |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) {
        if (at_ == end_) return false;
        const auto info = static_cast<unsigned char>(*at_++);
        last_ += gap;
        out.doc = last_ - 1;
        out.impact = static_cast<std::uint8_t>(info & 0x7F);
        out.inherited = (info & 0x80) != 0;
        if (out.inherited) read_below(out);
        return true;
      }
      shift += 7;
      if (shift > 28) return false;
    }
    return false;
  }

 private:
  void read_below(Posting& out);

  const char* at_;
  const char* end_;
  DocId last_ = 0;  // plus one, so that the first gap of doc 0 is 1
};

// Varints for the map's own blobs.
void put_varint(std::string& out, std::uint64_t value);
// Moves `bytes` past the number; 0 at the end of damaged bytes.
std::uint64_t take_varint(std::string_view& bytes);

}  // namespace fingerpost

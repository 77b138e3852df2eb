#include "pointer-map/postings.h"

namespace fingerpost {

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

std::uint64_t take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  int shift = 0;
  while (!bytes.empty() && shift < 64) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
    shift += 7;
  }
  return value;
}

void PostingWriter::add(Posting posting) {
  char entry[6];
  std::size_t size = 0;
  std::uint32_t gap = posting.doc + 1 - last_;
  for (; gap >= 0x80; gap >>= 7) entry[size++] = static_cast<char>((gap & 0x7F) | 0x80);
  entry[size++] = static_cast<char>(gap);
  entry[size++] = static_cast<char>(posting.impact | (posting.inherited ? 0x80 : 0));
  bytes_.append(entry, size);
  if (posting.inherited) put_varint(bytes_, std::uint64_t{posting.below} << 1 | (posting.document ? 1u : 0u));
  last_ = posting.doc + 1;
  ++count_;
}

void PostingWriter::append(const PostingWriter& other, DocId base) {
  if (other.count_ == 0) return;
  std::string_view rest = other.bytes_;
  const std::uint64_t first = take_varint(rest);
  put_varint(bytes_, first + base - last_);
  bytes_ += rest;
  last_ = base + other.last_;
  count_ += other.count_;
}

void PostingWriter::clear() {
  bytes_.clear();
  last_ = 0;
  count_ = 0;
}

void PostingReader::read_below(Posting& out) {
  std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  const std::uint64_t below = take_varint(rest);
  at_ = end_ - rest.size();
  out.document = (below & 1) != 0;
  out.below = static_cast<std::uint32_t>(below >> 1);
}

}  // namespace fingerpost

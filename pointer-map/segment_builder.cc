#include <xxhash.h>

#include <algorithm>

#include "pointer-map/map.h"
#include "pointer-map/place_codec.h"

namespace fingerpost {

std::size_t SegmentBuilder::Hash::operator()(std::string_view text) const {
  return XXH3_64bits(text.data(), text.size());
}

std::uint32_t SegmentBuilder::term_of(std::string_view term) {
  if (const auto known = term_ids_.find(term); known != term_ids_.end()) return known->second;
  const auto id = static_cast<std::uint32_t>(terms_.size());
  const auto made = term_ids_.emplace(std::string(term), id).first;
  terms_.push_back(&made->first);
  postings_.emplace_back();
  bytes_ += term.size() + 120;
  return id;
}

void SegmentBuilder::add(Source source, const std::vector<Place>& places, const SourceImpacts& impacts,
                         const std::vector<std::string>& terms, std::vector<Finding> findings, std::string notes) {
  std::vector<std::uint32_t>& translation = translations_[&terms];
  for (std::size_t i = 0; i < impacts.postings.size();) {
    const TermId local = impacts.postings[i].term;
    if (local >= translation.size()) translation.resize(terms.size(), UINT32_MAX);
    std::uint32_t& term = translation[local];
    if (term == UINT32_MAX) term = term_of(terms[local]);
    PostingWriter& writer = postings_[term];
    const std::size_t before = writer.bytes().size();
    for (; i < impacts.postings.size() && impacts.postings[i].term == local; ++i) {
      Posting posting = impacts.postings[i].posting;
      posting.doc += docs_;
      writer.add(posting);
    }
    bytes_ += writer.bytes().size() - before;
  }
  encode_infos(impacts.places, info_);
  source.first = docs_;
  source.count = static_cast<DocId>(places.size());
  docs_ += source.count;
  Pending pending{std::move(source), encode_places(places), std::move(findings), std::move(notes)};
  bytes_ += pending.places.size() + pending.notes.size() + 256;
  sources_.push_back(std::move(pending));
}

void SegmentBuilder::add_words(std::vector<std::string> words) {
  words_.insert(words_.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
}

}  // namespace fingerpost

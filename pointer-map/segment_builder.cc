#include "pointer-map/segment_builder.h"

#include <algorithm>
#include <iterator>

#include "pointer-map/place_codec.h"

namespace fingerpost {

void SegmentBuilder::add(Source source, const std::vector<Place>& places, const SourceImpacts& impacts,
                         const Analyzer& analyzer, std::vector<Finding> findings, std::string notes) {
  analyzer_ = &analyzer;
  if (postings_.size() < analyzer.term_count()) postings_.resize(analyzer.term_count() * 3 / 2);
  for (std::size_t i = 0; i < impacts.postings.size();) {
    const TermId term = impacts.postings[i].term;
    PostingWriter& writer = postings_[term];
    if (writer.count() == 0) {
      used_.push_back(term);
      bytes_ += sizeof(PostingWriter) + sizeof(TermList);
    }
    const std::size_t before = writer.bytes().size();
    for (; i < impacts.postings.size() && impacts.postings[i].term == term; ++i) {
      Posting posting = impacts.postings[i].posting;
      if (posting.inherited) {
        const PlaceInfo& info = impacts.places[posting.doc];
        posting.below = info.span - 1;
        posting.document = info.kind == Kind::document;
      }
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

void SegmentBuilder::finish() {
  if (finished_) return;
  finished_ = true;
  // Most comparisons are decided by the first bytes, which stand in the entry itself.
  struct Entry {
    std::uint64_t begin = 0;
    TermId id = 0;
  };
  std::vector<Entry> order;
  order.reserve(used_.size());
  for (const TermId id : used_) {
    Entry entry{0, id};
    const std::string_view term = analyzer_->term(id);
    for (std::size_t i = 0; i < 8; ++i)
      entry.begin = entry.begin << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0u);
    order.push_back(entry);
  }
  std::sort(order.begin(), order.end(), [&](const Entry& a, const Entry& b) {
    return a.begin != b.begin ? a.begin < b.begin : analyzer_->term(a.id) < analyzer_->term(b.id);
  });
  lists_.reserve(order.size());
  for (const Entry& entry : order) lists_.push_back({analyzer_->term(entry.id), &postings_[entry.id]});
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

}  // namespace fingerpost

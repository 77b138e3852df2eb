#include "pointer-map/term_places.h"

#include <algorithm>

namespace fingerpost {
namespace {

// What is left of a key's impact for the places below it.
constexpr float kInheritedShare = 0.5f;
constexpr float kInheritedPathShare = 0.42f;
// What an ancestor's adds to a place's own.
constexpr float kAddedShare = 0.25f;
// As many places in a row are a run rather than one by one.
constexpr GlobalDoc kShortestRun = 4;

}  // namespace

void TermPlacesBuilder::add(GlobalDoc base, DocId docs, std::string_view postings) {
  const GlobalDoc end = base + docs;
  // Most postings take two bytes or three.
  out_.places.reserve(out_.places.size() + postings.size() / 2);
  at_ = base;
  PostingReader reader(postings);
  Posting posting;
  while (reader.next(posting)) {
    if (posting.doc >= docs) break;
    const GlobalDoc doc = base + posting.doc;
    if (doc < at_) break;  // not ascending
    while (dead_at_ < dead_.size() && dead_[dead_at_].second <= doc) ++dead_at_;
    if (dead_at_ < dead_.size() && dead_[dead_at_].first <= doc) continue;
    ++out_.own;
    if (!open_.empty()) close_until(doc);
    const float impact = static_cast<float>(posting.impact) / 127.0f;
    const float above = open_.empty() ? 0.0f : open_.back().impact;
    out_.places.push_back({doc, std::max(impact + kAddedShare * above, above)});
    at_ = doc + 1;
    if (!posting.inherited || posting.below == 0) continue;
    out_.below += posting.below;
    // What a damaged list says is kept inside what is open, or the segment.
    const GlobalDoc most = open_.empty() ? end : open_.back().end;
    const auto last = static_cast<GlobalDoc>(std::min<std::uint64_t>(most, std::uint64_t{at_} + posting.below));
    const float passed = impact * (posting.document ? kInheritedPathShare : kInheritedShare);
    open_.push_back({last, std::max(passed, above)});
  }
  close_until(end);
}

// Gives what open ancestors have to the places before `doc`, and closes those that end there.
void TermPlacesBuilder::close_until(GlobalDoc doc) {
  while (!open_.empty()) {
    const Open& top = open_.back();
    const GlobalDoc stop = std::min(doc, top.end);
    if (at_ < stop) give(at_, stop, top.impact);
    at_ = std::max(at_, stop);
    if (top.end > doc) return;
    open_.pop_back();
  }
}

void TermPlacesBuilder::give(GlobalDoc begin, GlobalDoc end, float impact) {
  if (end - begin >= kShortestRun) {
    out_.runs.push_back({begin, end, impact});
    return;
  }
  for (GlobalDoc doc = begin; doc < end; ++doc) out_.places.push_back({doc, impact});
}

}  // namespace fingerpost

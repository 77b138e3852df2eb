#include "pointer-map/impacts.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// Field weights and saturation, tuned on repositories' documents together (references/ranking.md). Weights and lengths
// are counted in thousandths: sums of whole numbers do not depend on the order in which they are made.
constexpr std::uint32_t kUnit = 1000;
constexpr std::uint32_t kKeyWeight = 4 * kUnit;
constexpr std::uint32_t kPathWeight = 2 * kUnit;
constexpr std::uint32_t kWordsWeight = 1600;
constexpr std::uint32_t kTextWeight = kUnit;
constexpr std::uint32_t kCommentWeight = kUnit;
constexpr std::uint32_t kBelowWeights[] = {550, 440, 352};  // what stands in a place's subtree, by levels between
constexpr std::uint32_t kSubsectionWeight = 500;            // the headings below a heading
constexpr std::uint32_t kLargeMapping = 64;                 // places
constexpr std::size_t kSearchedBytes = 64u << 10;           // of one place's text
constexpr std::uint32_t kMostWeight = 1u << 30;
constexpr float kSaturation = 1.2f;
constexpr float kLengthShare = 0.5f;     // b of BM25
constexpr float kAverageLength = 40.0f;  // a constant, so that an impact never depends on other sources

// What a term does in the place at hand, and where its postings of this source begin.
struct TermState {
  std::uint32_t weight = 0;
  std::uint32_t times = 0;   // in the place's own words
  std::uint32_t newest = 0;  // the posting made last, plus one
  bool key = false;
};

// A term that a place has from the places below it.
struct FromBelow {
  TermId term;
  std::uint32_t weight;
};

// What stands below a place whose turn has not come.
struct Below {
  std::vector<FromBelow> terms;
  std::uint64_t length = 0;
};

struct Link {
  TermPosting made;
  std::uint32_t before = 0;  // the next posting of the same term, by place, plus one
};

// Kept by each thread from source to source, so that no source pays for it; empty and zero between them.
struct Scratch {
  std::vector<TermState> states;  // by term
  std::vector<TermId> terms;
  std::vector<TermId> touched;  // terms with a weight in the place at hand
  std::vector<TermId> met;      // terms with postings
  std::vector<Link> links;
  std::vector<Below> below;          // by depth
  std::vector<std::uint32_t> depth;  // by place
};

// Takes the places from the last to the first, so that what stands below a place is known when its turn comes, and each
// term's postings are made in one order without any sorting.
class Maker {
 public:
  Maker(const std::vector<Place>& places, Analyzer& analyzer, Scratch& scratch, SourceImpacts& out)
      : places_(places), analyzer_(analyzer), s_(scratch), out_(out) {}

  void make(std::string_view path, bool env_file) {
    const std::size_t count = places_.size();
    s_.depth.assign(count, 0);
    std::uint32_t deepest = 0;
    for (std::size_t i = 1; i < count; ++i) {
      s_.depth[i] = s_.depth[static_cast<std::size_t>(places_[i].parent)] + 1;
      deepest = std::max(deepest, s_.depth[i]);
    }
    if (s_.below.size() <= deepest) s_.below.resize(deepest + 1);
    for (std::size_t i = count; i-- > 0;) {
      length_ = 0;
      if (i == 0) {
        count_terms(path, kPathWeight, true);
        // The base name is what people remember of a path.
        count_terms(base_name(path), kPathWeight, true);
      } else {
        count_terms(places_[i].key, kKeyWeight, true);
        if (places_[i].name != places_[i].key) count_terms(places_[i].name, kKeyWeight, true);
        if (places_[i].kind == Kind::section) tell_section_above(i);
      }
      count_text(places_[i], env_file);
      if (i > 0 && places_[i].kind != Kind::section) tell_above(i);
      add_below(s_.below[s_.depth[i]]);
      emit(static_cast<DocId>(i));
    }
    collect();
  }

 private:
  void count_terms(std::string_view text, std::uint32_t weight, bool key) {
    if (text.empty()) return;
    s_.terms.clear();
    analyzer_.analyze(text.substr(0, kSearchedBytes), s_.terms);
    if (s_.states.size() < analyzer_.term_count()) s_.states.resize(analyzer_.term_count() * 2);
    for (const TermId term : s_.terms) {
      TermState& state = s_.states[term];
      if (state.times++ == 0) s_.touched.push_back(term);
      state.weight = std::min(state.weight + weight, kMostWeight);
      state.key |= key;
    }
    words_ += static_cast<std::uint32_t>(s_.terms.size());
    if (!key) length_ += std::uint64_t{weight} * s_.terms.size();
  }

  void count_text(const Place& place, bool env_file) {
    count_terms(place.words, kWordsWeight, false);
    count_terms(place.comment, kCommentWeight, false);
    if (place.text.empty() || place.secret || (env_file && place.kind != Kind::comment)) return;
    const bool named_secret = !is_prose(place.kind) && place.kind != Kind::comment &&
                              (is_secret_name(place.key) || (place.name != place.key && is_secret_name(place.name)));
    if (named_secret && !is_placeholder(place.text)) return;
    count_terms(place.text, kTextWeight, false);
  }

  void tell(std::size_t above, std::uint32_t weight) {
    Below& below = s_.below[s_.depth[above]];
    for (const TermId term : s_.touched)
      below.terms.push_back({term, std::min(weight * std::min(s_.states[term].times, 1000u), kMostWeight)});
    below.length += std::uint64_t{weight} * words_;
  }

  // A heading counts, weaker, for the section that it is a part of.
  void tell_section_above(std::size_t i) {
    const auto parent = static_cast<std::size_t>(places_[i].parent);
    if (places_[parent].kind == Kind::section) tell(parent, kSubsectionWeight);
  }

  // What a place says counts, weaker, for the places that it is a part of: the block for its rows and items, the
  // section for all its prose, a mapping for its keys.
  void tell_above(std::size_t i) {
    auto above = static_cast<std::size_t>(places_[i].parent);
    for (std::size_t level = 0; above != 0 && level < std::size(kBelowWeights); ++level) {
      const Place& parent = places_[above];
      // What holds very much is about none of it.
      if (out_.places[above].span > kLargeMapping && !is_prose(parent.kind)) break;
      tell(above, kBelowWeights[level]);
      if (parent.kind == Kind::section) break;
      // A service, a job, an alert is a thing of its own.
      if (!is_prose(parent.kind) && (parent.kind != Kind::setting || level >= 1)) break;
      above = static_cast<std::size_t>(parent.parent);
    }
  }

  void add_below(Below& below) {
    for (const FromBelow& from : below.terms) {
      TermState& state = s_.states[from.term];
      if (state.weight == 0) s_.touched.push_back(from.term);
      state.weight = std::min(state.weight + from.weight, kMostWeight);
    }
    length_ += below.length;
    below.terms.clear();
    below.length = 0;
  }

  void emit(DocId doc) {
    const float length = static_cast<float>(length_) / kUnit;
    const float norm = kSaturation * (1.0f - kLengthShare + kLengthShare * std::min(length / kAverageLength, 6.0f));
    for (const TermId term : s_.touched) {
      TermState& state = s_.states[term];
      const float weight = static_cast<float>(state.weight) / kUnit;
      const auto impact = static_cast<int>(weight / (weight + norm) * 127.0f + 0.5f);
      if (state.newest == 0) s_.met.push_back(term);
      s_.links.push_back(
          {{term, {doc, static_cast<std::uint8_t>(std::clamp(impact, 1, 127)), state.key}}, state.newest});
      state = {0, 0, static_cast<std::uint32_t>(s_.links.size()), false};
    }
    s_.touched.clear();
    words_ = 0;
  }

  void collect() {
    out_.postings.reserve(s_.links.size());
    for (const TermId term : s_.met) {
      for (std::uint32_t at = s_.states[term].newest; at != 0; at = s_.links[at - 1].before)
        out_.postings.push_back(s_.links[at - 1].made);
      s_.states[term].newest = 0;
    }
    s_.met.clear();
    s_.links.clear();
  }

  const std::vector<Place>& places_;
  Analyzer& analyzer_;
  Scratch& s_;
  SourceImpacts& out_;
  std::uint32_t words_ = 0;   // terms of the place at hand, doubled ones included
  std::uint64_t length_ = 0;  // of the place at hand
};

}  // namespace

SourceImpacts impacts_of(std::string_view path, const std::vector<Place>& places, bool env_file, Analyzer& analyzer) {
  SourceImpacts out;
  const auto count = places.size();
  out.places.resize(count);
  for (std::size_t i = count; i-- > 0;) {
    const Place& place = places[i];
    PlaceInfo& info = out.places[i];
    info.kind = place.kind;
    info.role = place.role;
    info.lines = static_cast<std::uint16_t>(std::clamp(place.line_end - place.line_start + 1, 1, 65535));
    if (i > 0) out.places[static_cast<std::size_t>(place.parent)].span += info.span;
  }
  thread_local Scratch scratch;
  Maker(places, analyzer, scratch, out).make(path, env_file);
  return out;
}

}  // namespace fingerpost

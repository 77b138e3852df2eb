#include "pointer-map/impacts.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// Field weights and saturation, tuned on repositories' documents together (references/ranking.md).
constexpr float kKeyWeight = 4.0f;
constexpr float kWordsWeight = 1.6f;
constexpr float kTextWeight = 1.0f;
constexpr float kCommentWeight = 1.0f;
constexpr float kBelowWeight = 0.55f;              // what stands in a place's subtree
constexpr float kSubsectionWeight = 0.5f;          // the headings below a heading
constexpr std::uint32_t kLargeMapping = 64;        // places
constexpr std::size_t kSearchedBytes = 64u << 10;  // of one place's text
constexpr float kSaturation = 1.2f;
constexpr float kLengthShare = 0.5f;     // b of BM25
constexpr float kAverageLength = 40.0f;  // a constant, so that an impact never depends on other sources

// One occurrence of a term: sorting compares one integer.
struct Raw {
  std::uint64_t at;  // term, then doc
  float weight;
  bool key;

  Raw(TermId term, std::size_t doc, float w, bool k)
      : at(std::uint64_t{term} << 32 | static_cast<std::uint32_t>(doc)), weight(w), key(k) {}
};

bool is_prose(Kind kind) {
  switch (kind) {
    case Kind::paragraph:
    case Kind::list_item:
    case Kind::task_item:
    case Kind::table:
    case Kind::table_row:
    case Kind::code_block: return true;
    default: return false;
  }
}

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

  std::vector<Raw> raw;
  raw.reserve(count * 12);
  std::vector<float> length(count, 0.0f);
  std::vector<TermId> terms;
  const auto add = [&](std::size_t doc, std::string_view text, float weight, bool key) {
    if (text.empty()) return;
    terms.clear();
    analyzer.analyze(text.substr(0, kSearchedBytes), terms);
    for (const TermId term : terms) raw.emplace_back(term, doc, weight, key);
    if (!key) length[doc] += static_cast<float>(terms.size()) * weight;
    // What a place says counts, weaker, for the places that it is a part of: the block for its rows and items, the
    // section for all its prose, a mapping for its keys.
    const Place& own = places[doc];
    if (doc == 0 || own.kind == Kind::section) {
      if (own.kind == Kind::section && places[static_cast<std::size_t>(own.parent)].kind == Kind::section && key) {
        const auto parent = static_cast<std::size_t>(own.parent);
        for (const TermId term : terms) raw.emplace_back(term, parent, weight * kSubsectionWeight * 0.25f, false);
        length[parent] += static_cast<float>(terms.size()) * kSubsectionWeight;
      }
      return;
    }
    float share = kBelowWeight * std::min(weight, kTextWeight);
    auto above = static_cast<std::size_t>(own.parent);
    for (int level = 0; above != 0 && level < 3; ++level) {
      const Place& parent = places[above];
      // What holds very much is about none of it.
      if (out.places[above].span > kLargeMapping && !is_prose(parent.kind) && parent.kind != Kind::section) break;
      for (const TermId term : terms) raw.emplace_back(term, above, share, false);
      length[above] += static_cast<float>(terms.size()) * share;
      if (parent.kind == Kind::section) break;
      if (!is_prose(parent.kind) && parent.kind != Kind::setting)
        break;  // a service, a job, an alert: a thing of its own
      if (!is_prose(parent.kind) && level >= 1) break;
      share *= 0.8f;
      above = static_cast<std::size_t>(parent.parent);
    }
  };

  add(0, path, kKeyWeight * 0.5f, true);
  // The base name is what people remember of a path.
  add(0, base_name(path), kKeyWeight * 0.5f, true);
  for (std::size_t i = 0; i < count; ++i) {
    const Place& place = places[i];
    if (i > 0) {
      add(i, place.key, kKeyWeight, true);
      if (place.name != place.key) add(i, place.name, kKeyWeight, true);
    }
    add(i, place.words, kWordsWeight, false);
    add(i, place.comment, kCommentWeight, false);
    if (place.text.empty() || place.secret || (env_file && place.kind != Kind::comment)) continue;
    const bool named_secret = !is_prose(place.kind) && place.kind != Kind::section && place.kind != Kind::comment &&
                              (is_secret_name(place.key) || (place.name != place.key && is_secret_name(place.name)));
    if (named_secret && !is_placeholder(place.text)) continue;
    add(i, place.text, kTextWeight, false);
  }

  std::sort(raw.begin(), raw.end(), [](const Raw& a, const Raw& b) { return a.at < b.at; });
  out.postings.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size();) {
    float weight = 0;
    bool key = false;
    std::size_t j = i;
    for (; j < raw.size() && raw[j].at == raw[i].at; ++j) {
      weight += raw[j].weight;
      key |= raw[j].key;
    }
    const auto term = static_cast<TermId>(raw[i].at >> 32);
    const auto doc = static_cast<DocId>(raw[i].at & UINT32_MAX);
    const float norm =
        kSaturation * (1.0f - kLengthShare + kLengthShare * std::min(length[doc] / kAverageLength, 6.0f));
    const float impact = weight / (weight + norm);
    out.postings.push_back(
        {term, {doc, static_cast<std::uint8_t>(std::clamp(std::lround(impact * 127.0f), 1l, 127l)), key}});
    i = j;
  }
  return out;
}

}  // namespace fingerpost

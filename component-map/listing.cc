#include "component-map/listing.h"

#include <algorithm>

#include "base/text.h"
#include "component-map/precedence.h"

namespace fingerpost {

namespace {

// Whether `word` stands in `text` as a word of its own, in any case.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (!equal_ignoring_case(text.substr(at, word.size()), word)) continue;
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_alpha(text[at - 1])) && (end == text.size() || !is_alpha(text[end]))) return true;
  }
  return false;
}

// Whether a number stands there that can be a port's: no version, no part of a longer number.
bool has_port_number(std::string_view line) {
  const auto is_of_number = [](char c) { return is_alnum(c) || c == '.' || c == '_'; };
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (!is_digit(line[at]) || (at > 0 && is_of_number(line[at - 1]))) continue;
    std::size_t end = at;
    while (end < line.size() && is_digit(line[end])) ++end;
    const bool whole = end == line.size() || !is_of_number(line[end]) ||
                       (line[end] == '.' && (end + 1 == line.size() || !is_digit(line[end + 1])));
    if (whole && end - at >= 2 && end - at <= 5) return true;
    at = end;
  }
  return false;
}

}  // namespace

std::optional<Kind> kind_to_list(const Question& question) {
  constexpr float kTells = 0.5f;  // words below it are fillers: "system", "use", "all"
  std::optional<Kind> kind;
  bool environment = false;
  for (const QuestionWord& word : question.words) {
    if (word.importance < kTells) continue;
    if (equal_ignoring_case(word.text, "environment") || equal_ignoring_case(word.text, "env")) {
      environment = true;
      continue;
    }
    std::optional<Kind> of_word;
    for (const Kind known : {Kind::port, Kind::service, Kind::command, Kind::variable, Kind::workflow, Kind::alert,
                             Kind::image, Kind::volume, Kind::stage})
      if (equal_ignoring_case(word.text, std::string(name_of(known)) + "s")) of_word = known;
    if (!of_word || (kind && *kind != *of_word)) return std::nullopt;
    kind = of_word;
  }
  if (environment && kind != Kind::variable) return std::nullopt;
  return kind;
}

bool states(Kind kind, const LiveFile& file, const Ranked& place) {
  constexpr int kLookedAt = 60;  // lines
  const std::string word(name_of(kind));
  const auto named_after = [&](std::string_view text) {
    return has_word(text, word + "s") || (kind == Kind::port && has_word(text, word));
  };
  const bool under = std::any_of(place.locator.begin(), place.locator.end(), named_after);
  const int first = place.place.line_start;
  if (kind != Kind::port) return under || named_after(file.lines->line(first));
  for (int n = first; n <= std::min(place.place.line_end, first + kLookedAt - 1); ++n)
    if (has_port_number(file.lines->line(n)) && (under || named_after(file.lines->line(n)))) return true;
  return false;
}

Result<std::vector<Ranked>> list_kind(Map& map, Kind kind, std::size_t most) {
  std::vector<Ranked> out;
  bool published = false;
  bool declared = false;
  for (const Source& source : map.sources()) {
    const GlobalDoc first = map.first_doc(source);
    bool holds = false;
    for (DocId i = 0; i < source.count && !holds; ++i) holds = map.info(first + i).kind == kind;
    if (!holds) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    for (std::size_t i = 1; i < (*places)->size(); ++i) {
      if ((**places)[i].kind != kind) continue;
      Ranked r = ranked_at(map, source, **places, static_cast<DocId>(i));
      r.coverage = r.words = r.score = 1.0f;
      published = published || r.place.role == Role::published;
      declared = declared || r.place.role == Role::declared;
      out.push_back(std::move(r));
    }
  }
  if (published) std::erase_if(out, [](const Ranked& r) { return r.place.role != Role::published; });
  if (kind == Kind::variable && declared)
    std::erase_if(out, [](const Ranked& r) { return r.place.role != Role::declared; });
  // The file that holds for everybody comes before its variants, and the root before what lies deeper.
  const auto order = [](const Ranked& r) {
    return std::pair(std::count(r.source->path.begin(), r.source->path.end(), '/'), layer_of(r.source->path).rank);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Ranked& a, const Ranked& b) { return order(a) < order(b); });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace fingerpost

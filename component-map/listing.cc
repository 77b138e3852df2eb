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

// The length of the number at the start of a text that can be a port's: no version, no part of a longer word. 0 for
// none.
std::size_t port_number_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  const bool goes_on = end < text.size() && (is_alnum(text[end]) || text[end] == '_');
  const bool version = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
  return end >= 2 && end <= 5 && !goes_on && !version ? end : 0;
}

bool has_port_number(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool starts = at == 0 || !(is_alnum(line[at - 1]) || line[at - 1] == '.' || line[at - 1] == '_');
    if (starts && port_number_at(line.substr(at)) > 0) return true;
  }
  return false;
}

// Whether a line says a port by itself: "port 8080", "Ports: `8080`", "localhost:8080".
bool says_port(std::string_view line) {
  const std::string lower = to_lower(line);
  for (const std::string_view before : {"port", "ports", "localhost", "127.0.0.1", "0.0.0.0"})
    for (auto at = lower.find(before); at != std::string::npos; at = lower.find(before, at + 1)) {
      if (at > 0 && is_alnum(lower[at - 1])) continue;
      std::string_view rest = std::string_view(lower).substr(at + before.size());
      const bool host = before != "port" && before != "ports";
      if (host && !rest.starts_with(':')) continue;
      while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':' || rest.front() == '=' ||
                               rest.front() == '`' || rest.front() == '*' || rest.front() == '"'))
        rest.remove_prefix(1);
      if (rest.starts_with("is ") || rest.starts_with("number ")) rest = trim(rest.substr(rest.find(' ')));
      if (rest.starts_with('`')) rest.remove_prefix(1);
      if (port_number_at(rest) > 0) return true;
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
  if (place.source->format == "code") return false;
  const std::string word(name_of(kind));
  const auto named_after = [&](std::string_view text) {
    return has_word(text, word + "s") || (kind == Kind::port && has_word(text, word));
  };
  const bool under = std::any_of(place.locator.begin(), place.locator.end(), named_after);
  const int first = place.place.line_start;
  const bool holds_more = place.place.kind != Kind::paragraph && place.place.kind != Kind::list_item;
  if (kind != Kind::port) return under || (holds_more && named_after(file.lines->line(first)));
  for (int n = first; n <= std::min(place.place.line_end, first + kLookedAt - 1); ++n) {
    const std::string_view line = file.lines->line(n);
    if (under ? has_port_number(line) : says_port(line)) return true;
  }
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

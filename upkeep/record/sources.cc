#include "upkeep/record/sources.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/path_kinds.h"
#include "base/text.h"
#include "indexer/live.h"
#include "pointer-map/retrieval.h"
#include "pointer-map/secrets.h"
#include "pointer-map/spelling.h"
#include "pointer-map/terms.h"
#include "pointer-map/written_pointer.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostWords = 200;  // of all texts together that are compared with values
constexpr std::size_t kMostPlaces = 60;  // a word is compared with
constexpr std::size_t kMostEnvFiles = 40;
constexpr std::size_t kShortestSecret = 6;

// The file and the line of "path:12" and "path:12-20"; line 0 for none.
std::pair<std::string, int> path_and_line(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 >= text.size() || !is_digit(text[colon + 1]))
    return {std::string(text), 0};
  return {std::string(text.substr(0, colon)), std::atoi(std::string(text.substr(colon + 1, 9)).c_str())};
}

// A path that is nearly the one asked for: the same name elsewhere, or the nearest spelling.
std::string path_like(const Map& map, std::string_view path) {
  std::vector<std::string> names;
  for (const Source& source : map.sources()) {
    if (equal_ignoring_case(base_name(source.path), base_name(path))) return source.path;
    names.push_back(to_lower(base_name(source.path)));
  }
  std::sort(names.begin(), names.end());
  const auto near = spellings_of(to_lower(base_name(path)), names, 1);
  if (near.empty()) return "";
  for (const Source& source : map.sources())
    if (to_lower(base_name(source.path)) == near.front().word) return source.path;
  return "";
}

// What a link points to: "[the compose file](../docker-compose.yml)".
std::string_view without_link(std::string_view text) {
  const auto open = text.find("](");
  const auto close = open == std::string_view::npos ? open : text.find(')', open);
  return close == std::string_view::npos ? text : text.substr(open + 2, close - open - 2);
}

bool is_configuration(Kind kind) {
  switch (kind) {
    case Kind::setting:
    case Kind::variable:
    case Kind::port:
    case Kind::image:
    case Kind::volume: return true;
    default: return false;
  }
}

std::string_view without_punctuation(std::string_view word) {
  const std::string_view marks = "\"'`()[]{}<>,;.!?*";
  while (!word.empty() && marks.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && (marks.find(word.back()) != std::string_view::npos || word.back() == ':'))
    word.remove_suffix(1);
  return word;
}

// Words that may be somebody's value. A bare number below a thousand is everybody's: "wait 10 seconds".
bool may_be_value(std::string_view word) {
  if (word.size() < 2 || word.size() > 300) return false;
  if (word.size() <= 3 && std::all_of(word.begin(), word.end(), is_digit)) return false;
  if (contains(word, "://")) return true;
  return std::any_of(word.begin(), word.end(), is_digit) && word.find("${") == std::string_view::npos;
}

struct SaidWords {
  std::vector<std::string> words;                             // that may be values
  std::vector<std::pair<std::string, std::string>> settings;  // NAME=value
};

void add_words(std::string_view text, bool command, SaidWords& out) {
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find_first_of(" \t\n|"), rest.size());
    const std::string_view word = without_punctuation(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (const auto sign = word.find('='); sign != std::string_view::npos && sign > 1) {
      std::string_view name = word.substr(0, sign);
      while (name.starts_with('-')) name.remove_prefix(1);
      out.settings.emplace_back(name, without_punctuation(word.substr(sign + 1)));
    } else if (!command && may_be_value(word)) {
      out.words.emplace_back(word);
    }
  }
}

SaidWords read(const std::vector<std::string>& texts) {
  SaidWords out;
  for (const std::string& text : texts) {
    if (text.starts_with("```")) {
      add_words(text, true, out);
      continue;
    }
    bool code = false;
    for (const std::string_view part : split(text, '`')) {
      add_words(part, code && trim(part).find(' ') != std::string_view::npos, out);
      code = !code;
    }
  }
  if (out.words.size() > kMostWords) out.words.resize(kMostWords);
  if (out.settings.size() > kMostWords) out.settings.resize(kMostWords);
  return out;
}

Error refusal(const Source& source, const std::vector<StoredPlace>& places, std::size_t index, std::string_view said) {
  return {
      Code::invalid_argument,
      fmt::format("'{}' repeats a value that stands in the configuration, and a copy is wrong after its next change",
                  clip(said, 60)),
      fmt::format("{}:{}", source.path, places[index].line_start),
      "write the pointer instead: " + written_pointer(source, places, index)};
}

// Whether the live value of the place is the word. `name` must be the place's own unless it is "".
bool has_value(LiveReader& live, const Source& source, const StoredPlace& place, std::string_view name,
               std::string_view value) {
  if (!is_configuration(place.kind) || is_document_path(source.path)) return false;
  if (!name.empty() && !equal_ignoring_case(place.key, name) && !equal_ignoring_case(place.name, name)) return false;
  if (place.line_end != place.line_start || !live.is_current(source)) return false;
  const std::string literal = literal_at(live, source.path, place.line_start);
  if (literal == value && !literal.empty()) return true;
  if (place.kind != Kind::port) return false;
  // "8080:80" has both.
  if (place.key == value) return true;
  const auto parts = split(place.key, ':');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return part == value; });
}

Result<Done> look_for(Map& map, LiveReader& live, RetrievalScratch& scratch, std::string_view name,
                      std::string_view value) {
  std::vector<TermGroup> groups;
  for (const Word& word : words_of_question(name.empty() ? value : name)) {
    TermGroup group;
    for (const std::string& term : word.terms) group.alternatives.push_back({term, 1.0f});
    if (!group.alternatives.empty() && groups.size() < kMostGroups) groups.push_back(std::move(group));
  }
  if (groups.empty()) return Done{};
  auto candidates = retrieve(map, groups, kMostPlaces, scratch);
  if (!candidates) return candidates.error();
  for (const Candidate& candidate : *candidates) {
    DocId index = 0;
    const Source* source = map.source_of(candidate.doc, index);
    if (source == nullptr) continue;
    auto places = map.places_of(*source);
    if (!places) return places.error();
    if (has_value(live, *source, (**places)[index], name, value))
      return refusal(*source, **places, index, name.empty() ? std::string(value) : fmt::format("{}={}", name, value));
  }
  return Done{};
}

}  // namespace

std::string written_pointer(const Source& source, const std::vector<StoredPlace>& places, std::size_t index) {
  std::vector<std::string> keys;
  for (std::size_t at = index; at != 0; at = static_cast<std::size_t>(places[at].parent))
    if (!places[at].key.empty() && places[at].key.size() <= 80) keys.push_back(places[at].key);
  std::string out = "`" + source.path + "`";
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    std::string bare = *key;
    std::replace(bare.begin(), bare.end(), '`', ' ');
    out += " → `" + std::string(trim(bare)) + "`";
  }
  return out;
}

Result<std::string> written_source(Map& map, std::string_view given) {
  std::string text(without_link(trim(given)));
  if (const auto hash = text.find('#'); hash != std::string::npos && hash > 0) {
    // A heading's anchor is found as prose finds it.
    auto pointed = pointer_in_prose(map, "", text);
    if (!pointed) return pointed.error();
    if (*pointed) {
      auto places = map.places_of(*(*pointed)->source);
      if (!places) return places.error();
      return written_pointer(*(*pointed)->source, **places, (*pointed)->index);
    }
  }
  auto pointer = parse_written_pointer(text);
  if (!pointer)
    return Error{Code::invalid_argument, "the definitive source is empty", "",
                 "name the file that decides, and the key or heading in it: path → key → key"};
  auto [path, line] = path_and_line(pointer->path);
  pointer->path = path;
  const Source* source = map.find(path);
  if (source == nullptr) {
    const std::string near = path_like(map, path);
    return Error{Code::not_found,
                 fmt::format("the definitive source leads nowhere: there is no file '{}'", clip(path, 200)), "",
                 near.empty() ? "paths are relative to the repository's root" : fmt::format("did you mean {}?", near)};
  }
  auto places = map.places_of(*source);
  if (!places) return places.error();
  if (line > 0) {
    std::size_t innermost = 0;
    for (std::size_t i = 1; i < (*places)->size(); ++i)
      if (const StoredPlace& place = (**places)[i];
          !place.key.empty() && place.line_start <= line && line <= place.line_end)
        innermost = i;
    return written_pointer(*source, **places, innermost);
  }
  auto place = resolve(map, *pointer);
  if (!place) return place.error();
  if (*place) return written_pointer(*source, **places, (*place)->index);
  std::vector<std::string> keys;
  for (std::size_t i = 1; i < (*places)->size() && keys.size() < 8; ++i)
    if (const std::string key = "`" + clip((**places)[i].key, 60) + "`";
        key.size() > 2 && std::find(keys.begin(), keys.end(), key) == keys.end())
      keys.push_back(key);
  return Error{
      Code::not_found,
      fmt::format("the definitive source leads nowhere: '{}' has no '{}'", path, join(pointer->locator, " → ")), path,
      keys.empty() ? "name the file alone" : "it has " + join(keys, ", ")};
}

Result<Done> refuse_secrets(Map& map, const Root& root, const std::vector<std::string>& texts) {
  LiveReader live(root);
  std::size_t read = 0;
  for (const Source& source : map.sources()) {
    if (!is_env_file(source.path) || is_example_file(source.path) || read >= kMostEnvFiles) continue;
    ++read;
    auto file = live.read(source.path);
    if (!file) continue;
    for (int line = 1; line <= (*file)->lines->count(); ++line) {
      const std::string_view text = trim((*file)->lines->line(line));
      const auto sign = text.find('=');
      if (sign == std::string_view::npos || text.starts_with("#")) continue;
      const std::string value = literal_at(live, source.path, line);
      if (value.size() < kShortestSecret || is_placeholder(value) || !is_secret_name(trim(text.substr(0, sign))))
        continue;
      for (const std::string& said : texts)
        if (contains(said, value))
          return Error{Code::invalid_argument, "the record holds a secret of this repository",
                       fmt::format("{}:{}", source.path, line),
                       "write the variable's name in its place; nothing was written"};
    }
  }
  return Done{};
}

Result<Done> refuse_copies(Map& map, const Root& root, const std::vector<std::string>& texts) {
  if (auto secrets = refuse_secrets(map, root, texts); !secrets) return secrets.error();
  LiveReader live(root);
  RetrievalScratch scratch;
  const SaidWords said = read(texts);
  for (const auto& [name, value] : said.settings)
    if (!value.empty())
      if (auto looked = look_for(map, live, scratch, name, value); !looked) return looked.error();
  std::set<std::string> seen;
  for (const std::string& word : said.words)
    if (seen.insert(word).second)
      if (auto looked = look_for(map, live, scratch, "", word); !looked) return looked.error();
  return Done{};
}

}  // namespace fingerpost

#include "indexer/read_source.h"

#include <xxhash.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/mojibake.h"
#include "base/text.h"
#include "base/utf8.h"
#include "indexer/format.h"
#include "indexer/formats/comments.h"
#include "indexer/said_in_code.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// Puts `more` between the places that a reader found, nesting all by their lines.
void weave(std::vector<Place>& places, std::vector<Place> more) {
  if (more.empty()) return;
  places.insert(places.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  std::stable_sort(places.begin() + 1, places.end(), [](const Place& a, const Place& b) {
    return a.line_start != b.line_start ? a.line_start < b.line_start : a.line_end > b.line_end;
  });
  std::vector<std::int32_t> open;
  for (std::size_t i = 1; i < places.size(); ++i) {
    while (!open.empty() && places[static_cast<std::size_t>(open.back())].line_end < places[i].line_start)
      open.pop_back();
    places[i].parent = open.empty() ? 0 : open.back();
    // Definitions that overlap (ctags was misled) are made to nest.
    if (!open.empty())
      places[i].line_end = std::min(places[i].line_end, places[static_cast<std::size_t>(open.back())].line_end);
    if (places[i].kind == Kind::definition && places[i].line_end > places[i].line_start)
      open.push_back(static_cast<std::int32_t>(i));
  }
}

// One line, one place: a constant stays the definition that it is, and a field of what holds settings is the setting
// that its default makes it. A field without one declares a name, and is a definition; but for Python's, whose settings
// classes are what a program can be told.
void settle_fields(std::string_view path, std::vector<Place>& places, std::vector<Place>& definitions) {
  using Line = std::pair<int, std::string>;
  const auto line_of = [](const Place& place) { return Line(place.line_start, place.key); };
  const auto has_default = [](const Place& place) {
    return place.kind == Kind::setting && place.role == Role::fallback;
  };
  const auto is_field = [](const Place& place) { return place.kind == Kind::setting; };
  std::set<Line> defaults;
  for (const Place& place : places)
    if (has_default(place)) defaults.insert(line_of(place));
  if (!defaults.empty())
    std::erase_if(definitions,
                  [&](const Place& place) { return is_field(place) && defaults.contains(line_of(place)); });
  if (!path.ends_with(".py"))
    for (Place& place : definitions)
      if (is_field(place)) place.kind = Kind::definition;
  if (defaults.empty()) return;
  std::set<Line> defined;
  for (const Place& place : definitions) defined.insert(line_of(place));
  std::erase_if(places, [&](const Place& place) { return has_default(place) && defined.contains(line_of(place)); });
}

// The comment above a definition tells what it is for, or the text with which its body begins.
void attach_comments(std::string_view path, std::string_view text, std::vector<Place>& definitions) {
  if (definitions.empty()) return;
  const Lines lines(text);
  const bool python = path.ends_with(".py") || path.ends_with(".pyi");
  for (Place& place : definitions) {
    if (const auto [first, last] = comment_above(lines, place.line_start); first != 0)
      place.comment = lines.range(first, last);
    if (!python || place.line_end == place.line_start) continue;
    if (const auto [first, last] = docstring_below(lines, place.line_start, place.line_end); first != 0)
      place.text = lines.range(first, last);
  }
}

// Holds readers to their contract, whatever a hostile file made of them: preorder, parents open, lines inside the file.
void enforce_contract(std::vector<Place>& places, int lines) {
  std::vector<std::int32_t> open = {0};
  for (std::size_t i = 1; i < places.size(); ++i) {
    Place& place = places[i];
    while (open.size() > 1 && open.back() != place.parent) open.pop_back();
    place.parent = open.back();
    place.line_start = std::clamp(place.line_start, 1, std::max(lines, 1));
    place.line_end = std::clamp(place.line_end, place.line_start, std::max(lines, 1));
    open.push_back(static_cast<std::int32_t>(i));
  }
}

}  // namespace

static Reading unread(std::string_view path) {
  Reading reading;
  Place document;
  document.kind = Kind::document;
  document.key = std::string(path);
  reading.places.push_back(std::move(document));
  return reading;
}

Reading read_places(std::string_view path, std::string_view text, const Limits& limits) {
  Reading reading = unread(path);
  if (const Format* format = format_of(path)) format->read({path, text, limits}, 0, reading);
  const int lines = Lines(text).count();
  reading.places[0].line_end = std::max(lines, 1);
  enforce_contract(reading.places, lines);
  return reading;
}

std::uint64_t hash_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

namespace {

// A source's text as it is searched, and the places that are found in it.
class Parsed {
 public:
  // `more` as in read_source().
  Parsed(std::string_view path, std::string_view bytes, std::vector<Place> more, const Limits& limits)
      : format_(format_of(path)), decoded_(bytes), reading_(unread(path)) {
    if (decoded_.binary()) {
      if (format_ != nullptr) tell(1, "binary, though its name says " + name() + "; known by its path alone");
    } else {
      text_ = decoded_.text();
      if (format_ != nullptr) read(path, limits);
    }
    const int lines = Lines(text_).count();
    reading_.places[0].line_end = std::max(lines, 1);
    attach_comments(path, text_, more);
    if (!more.empty()) settle_fields(path, reading_.places, more);
    if (name() == "code") add_what_is_said(path, text_, reading_.places, more);
    weave(reading_.places, std::move(more));
    if (reading_.places.size() > limits.places_per_source) {
      tell(reading_.places[limits.places_per_source].line_start,
           "more than " + std::to_string(limits.places_per_source) + " places; what follows is not searched");
      reading_.places.resize(limits.places_per_source);
    }
    enforce_contract(reading_.places, lines);
  }
  Parsed(const Parsed&) = delete;  // the reading points into it
  Parsed& operator=(const Parsed&) = delete;

  std::string name() const { return format_ == nullptr ? "file" : std::string(format_->name); }
  Reading& reading() { return reading_; }
  std::string notes(std::string_view path, Analyzer& analyzer, NotesOf notes_of) const {
    if (notes_of == nullptr || format_ == nullptr) return {};
    const Analyzer::Untaken untaken(analyzer);
    return notes_of(path, text_, reading_, analyzer);
  }

 private:
  void tell(int line, std::string message) { reading_.findings.push_back({line, std::move(message)}); }

  void read(std::string_view path, const Limits& limits) {
    if (decoded_.first_invalid_line() > 0)
      tell(decoded_.first_invalid_line(), "not valid UTF-8; read with the damaged characters replaced");
    if (auto meant = repair_mojibake(text_)) {
      repaired_ = std::move(*meant);
      text_ = repaired_;
      tell(1, "mojibake: UTF-8 text that was once read as another encoding; searched as what it meant");
    }
    format_->read({path, text_, limits}, 0, reading_);
  }

  const Format* format_;
  DecodedSource decoded_;
  std::string repaired_;
  std::string_view text_;
  Reading reading_;
};

}  // namespace

ReadSource read_source(std::string_view path, std::string_view bytes, std::vector<Place> more, const Limits& limits,
                       Analyzer& analyzer, NotesOf notes_of) {
  Parsed parsed(path, bytes, std::move(more), limits);
  Reading& reading = parsed.reading();
  ReadSource out;
  out.hash = hash_of(bytes);
  out.format = parsed.name();
  out.impacts = impacts_of(path, reading.places, is_env_file(path), analyzer);
  out.notes = parsed.notes(path, analyzer, notes_of);
  out.findings = std::move(reading.findings);
  out.places = std::move(reading.places);
  for (Place& place : out.places) place.text = place.comment = {};
  return out;
}

std::string notes_of_source(std::string_view path, std::string_view bytes, const Limits& limits, Analyzer& analyzer,
                            NotesOf notes_of) {
  return Parsed(path, bytes, {}, limits).notes(path, analyzer, notes_of);
}

}  // namespace fingerpost

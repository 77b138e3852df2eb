#include "indexer/read_source.h"

#include <xxhash.h>

#include <algorithm>

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

ReadSource read_source(std::string_view path, std::string_view bytes, std::vector<Place> more, const Limits& limits,
                       Analyzer& analyzer, NotesOf notes_of) {
  ReadSource out;
  out.hash = hash_of(bytes);
  const Format* format = format_of(path);
  out.format = format == nullptr ? "file" : std::string(format->name);
  Reading reading = unread(path);
  const DecodedSource decoded(bytes);
  std::string_view text = decoded.text();
  std::string repaired;
  if (decoded.binary()) {
    if (format != nullptr)
      reading.findings.push_back({1, "binary, though its name says " + out.format + "; known by its path alone"});
    text = {};
  } else if (format != nullptr) {
    if (decoded.first_invalid_line() > 0)
      reading.findings.push_back(
          {decoded.first_invalid_line(), "not valid UTF-8; read with the damaged characters replaced"});
    if (auto meant = repair_mojibake(text)) {
      repaired = std::move(*meant);
      text = repaired;
      reading.findings.push_back(
          {1, "mojibake: UTF-8 text that was once read as another encoding; searched as what it meant"});
    }
    format->read({path, text, limits}, 0, reading);
  }
  const int lines = Lines(text).count();
  reading.places[0].line_end = std::max(lines, 1);
  attach_comments(path, text, more);
  if (out.format == "code") add_what_is_said(path, text, reading.places, more);
  weave(reading.places, std::move(more));
  if (reading.places.size() > limits.places_per_source) {
    const int line = reading.places[limits.places_per_source].line_start;
    reading.findings.push_back(
        {line, "more than " + std::to_string(limits.places_per_source) + " places; what follows is not searched"});
    reading.places.resize(limits.places_per_source);
  }
  enforce_contract(reading.places, lines);
  out.impacts = impacts_of(path, reading.places, is_env_file(path), analyzer);
  if (notes_of != nullptr && format != nullptr) out.notes = notes_of(path, text, reading, analyzer);
  out.findings = std::move(reading.findings);
  out.places = std::move(reading.places);
  for (Place& place : out.places) place.text = place.comment = {};
  return out;
}

}  // namespace fingerpost

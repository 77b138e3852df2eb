// One file's bytes → all that the map keeps of it. What indexing and live reading share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/limits.h"
#include "pointer-map/impacts.h"
#include "pointer-map/map.h"

namespace fingerpost {

// What a room above finds in a source, as bytes that only that room understands; "" for nothing. Called on the workers'
// threads, each with its analyzer; words that only notes have are not taken for the map's.
using NotesOf = std::string (*)(std::string_view path, std::string_view text, const Reading& reading,
                                Analyzer& analyzer);

struct ReadSource {
  std::string format;  // the format's name; "file" for a file that none reads, known by its path alone
  std::uint64_t hash = 0;
  std::vector<Place> places;  // preorder; their `text` and `comment` are gone (they pointed into the bytes)
  SourceImpacts impacts;
  std::vector<Finding> findings;
  std::string notes;  // of the room above
};

// The places of a text as its format's reader finds them; places[0] is the document. Their `text` points into `text`.
Reading read_places(std::string_view path, std::string_view text, const Limits& limits);

// The hash that tells whether a file still is what was indexed.
std::uint64_t hash_of(std::string_view bytes);

// `more` are places found by other means (the symbols of a source file), in any order; they are woven in by their
// lines. Pure but for the analyzer's cache; any thread with an analyzer of its own.
ReadSource read_source(std::string_view path, std::string_view bytes, std::vector<Place> more, const Limits& limits,
                       Analyzer& analyzer, NotesOf notes_of = nullptr);

// The notes of a source that was read without them, as read_source() makes them. REQUIRES: no source code.
std::string notes_of_source(std::string_view path, std::string_view bytes, const Limits& limits, Analyzer& analyzer,
                            NotesOf notes_of);

}  // namespace fingerpost

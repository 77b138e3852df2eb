// What the map keeps of the entries of one document: where each stands, its title, and the terms that it is found by.
// No text: an answer's words are read from the document when it is given.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"
#include "pointer-map/terms.h"

namespace fingerpost {

// Where in an entry a term stands.
enum class EntryField : std::uint8_t {
  title,
  symptom,
  literal,  // in code or quotes: messages, commands, names
  body,     // anywhere in its lines
  context,  // the headings above it and the path
};
inline constexpr std::size_t kEntryFields = 5;

struct EntryTerm {
  std::uint32_t term = 0;                          // into SourceEntries::terms
  std::array<std::uint8_t, kEntryFields> count{};  // saturating
};

struct EntryRecord {
  std::int32_t line_start = 1;
  std::int32_t line_end = 1;
  std::string title;             // as shown, at most 120 bytes
  std::string component;         // as the document names it, or ""
  std::string category;          // the heading or lead-in that it stands below, or ""; at most 120 bytes
  bool has_source = false;       // it names a definitive source
  std::uint8_t score = 0;        // how surely it is a problem with its fix, of 255; kPassageScore for a mere section
  bool code_in_head = false;     // its title or symptoms name an error code
  std::vector<EntryTerm> terms;  // by term
  std::vector<std::uint32_t> pairs;  // hashes of neighbouring terms, ascending: what tells a phrase from its words
};

// A section that is no entry is kept too, since people also ask about what only the documentation explains.
inline constexpr std::uint8_t kPassageScore = 20;

// Terms are stems as pointer-map/terms.h makes them; those with a mark in front are error codes ("!ECONNREFUSED"),
// families of symptoms ("~out of space") and network ports that the title or symptoms name ("@5432").
struct SourceEntries {
  std::vector<std::string> terms;
  std::vector<EntryRecord> entries;  // in the order of the document
};

// Reads the entries out of a document. Linear; any thread with an analyzer of its own.
SourceEntries record_entries(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer);

// The same as bytes for the map; "" when there is no entry. Fits NotesOf (indexer/read_source.h).
std::string note_entries(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer);

// Damaged bytes end the reading early; never reads past them.
SourceEntries decode_entries(std::string_view bytes);

// The hash of two neighbouring terms.
std::uint32_t pair_of(std::string_view first, std::string_view second);

}  // namespace fingerpost

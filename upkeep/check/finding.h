// What the check holds against a document: where it stands, what is wrong and, where that is sure, what it should say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

enum class CheckLevel : std::uint8_t { info, warning, error };
std::string_view name_of(CheckLevel severity);

// A change of one line: the bytes `was`, which begin at `column`, become `becomes`.
struct Replacement {
  std::string was;
  std::string becomes;
};

struct CheckFinding {
  std::string_view rule;  // the id of a Rule
  CheckLevel severity = CheckLevel::warning;
  std::string path;
  int line = 1;
  int column = 1;                  // in bytes, from 1
  int width = 0;                   // bytes of what it is about; 0 for the whole line
  int character = 1;               // the column and
  int characters = 0;              // the width again in UTF-16 code units, as editors count
  std::string message;             // a sentence without its full stop; values that may be secret are not in it
  std::string advice;              // what to do about it, or ""
  std::string other_path;          // the definitive place that disagrees, or ""
  std::string about;               // the path that is missing, or ""
  int other_line = 0;              // of it
  std::optional<Replacement> fix;  // only where it is sure

  // What a baseline knows it by: stays the same when lines above come and go.
  std::string fingerprint() const;
};

}  // namespace fingerpost

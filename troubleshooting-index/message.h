// What somebody pasted about a problem: a phrase, a sentence in their own words, or a log with noise. Tells the lines
// that carry the problem from frames, progress and repetition, and gathers what identifies it.
// At most the first and the last 512 KiB are read. Linear in that; never throws; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "troubleshooting-index/codes.h"

namespace fingerpost {

struct MessageLine {
  std::string text;    // as pasted, without colours
  std::string said;    // its message: without time, level and process; of JSON and logfmt the message and the error
  std::string masked;  // see mask.h
  double weight = 0;   // 0..1: how much of the problem it carries
  int number = 0;      // from 1
  int times = 1;       // how often its like appears
};

struct Message {
  bool pasted_log = false;          // false: a phrase or sentences in the asker's own words
  std::vector<MessageLine> lines;   // those that carry the problem, heaviest first, at most 12
  std::string outermost;            // the error that was seen, and
  std::string root_cause;           // the one that it came from; equal when there is one only; "" for own words
  std::vector<ErrorCode> codes;     // of the lines kept and of the asker's words
  std::vector<std::string> quoted;  // names in quotes and backticks
  std::vector<std::string> names;   // of programs, services, loggers, hosts, containers and files
  std::vector<int> ports;
  std::vector<std::string> words_of_asker;  // in their own words, around the paste
};

Message read_message(std::string_view pasted);

}  // namespace fingerpost

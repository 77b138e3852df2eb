// The distinct problems of a big log, in one pass over chunks of it: records with an error are grouped by what is left
// of them when everything that varies is masked. Memory is bounded whatever the log holds. Never throws; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "troubleshooting-index/message_line.h"

namespace fingerpost {

struct LogProblem {
  std::string masked;   // the line that tells of it, see mask.h; <*> where the cases differ in a word
  std::string example;  // the record of its first case: the line and the frames and causes below it, at most 4 KiB
  Severity severity = Severity::unknown;  // warning, error or fatal
  std::int64_t count = 0;
  std::int64_t first_line = 0;  // of the log, from 1
  std::int64_t last_line = 0;
};

class TemplateMiner {
 public:
  // The next bytes of the log; lines may be cut anywhere.
  void feed(std::string_view chunk);
  // Ends the log and gives the problems, most severe first, then the most frequent, then in order of appearance.
  std::vector<LogProblem> finish(std::size_t most = 64);
  std::int64_t lines() const { return line_; }
  // Cases of problems that had no room any more; more than 0 only for logs with thousands of distinct problems.
  std::int64_t left_out() const { return left_out_; }

 private:
  struct Group {
    LogProblem problem;
    std::vector<std::string> words;
  };
  // What is known of a line by its letters: lines that differ in longer numbers only are read once.
  struct Seen {
    bool matters = false;  // may be part of a problem
    bool stamped = false;
    bool indented = false;
    LineKind kind = LineKind::plain;
    Severity severity = Severity::unknown;
    double gravity = 0;  // how much it tells of a problem, 0 for nothing
    std::string masked;  // of a line with gravity
  };
  void take_line(std::string_view line);
  Seen look_at(std::string_view line);
  void add_to_record(const Seen& seen, std::string_view line);
  void close_record();
  std::size_t group_of(const std::string& masked);

  std::string rest_;  // of a line that the next chunk goes on with
  std::int64_t line_ = 0;
  LineContext context_;
  std::unordered_map<std::uint64_t, Seen> seen_;

  // The record that is being read.
  std::string record_;
  std::string telling_;  // its gravest line, masked
  double gravity_ = 0;
  Severity severity_ = Severity::unknown;
  std::int64_t record_first_ = 0;
  std::int64_t record_last_ = 0;
  bool open_stack_ = false;  // frames or causes may follow

  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> exact_;               // masked → group
  std::unordered_map<std::string, std::vector<std::size_t>> alike_;  // first word and number of words → groups
  std::int64_t left_out_ = 0;
};

}  // namespace fingerpost

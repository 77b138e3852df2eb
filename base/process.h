// Runs another program, by its fixed arguments; no shell is ever involved. Any thread.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fingerpost {

struct ProcessResult {
  int exit_status = 0;     // 128 + signal when killed
  bool timed_out = false;  // the deadline passed or it was to stop: the program and its children were killed
  std::string errors;      // the start of its stderr
};

// Runs `argv[0]` (an absolute path, or looked up in the system's directories) in `directory`, with `input` on its
// stdin; `on_output` gets its stdout as it comes. `environment` ("NAME=value") replaces ours where it is given.
// Code::not_found when there is no such program. A wish to stop is heeded within some twenty milliseconds.
Result<ProcessResult> run_process(const std::vector<std::string>& argv, const std::string& directory,
                                  std::string_view input, std::chrono::milliseconds deadline,
                                  const std::function<void(std::string_view)>& on_output,
                                  const std::vector<std::string>* environment = nullptr,
                                  const std::stop_token& stop = {});

}  // namespace fingerpost

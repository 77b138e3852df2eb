// How a report is written for those who read it: people, programs, services that show findings beside the code. One
// file each in upkeep/check/outputs/, one line each in upkeep/check/outputs.cc. All of them show the same findings.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "upkeep/check/check.h"

namespace fingerpost {

struct Output {
  std::string_view name;  // of --format
  std::string_view says;
  std::string (*write)(const CheckReport& report);
};

std::span<const Output* const> all_outputs();
const Output* output_named(std::string_view name);

}  // namespace fingerpost

#include <algorithm>
#include <array>

#include "upkeep/check/output.h"

namespace fingerpost {

// One line an output: declare it here, and list it below in the order shown.
extern const Output text_output;
extern const Output json_output;
extern const Output sarif_output;
extern const Output junit_output;
extern const Output github_output;

static constexpr std::array<const Output*, 5> kOutputs = {&text_output, &json_output, &sarif_output, &junit_output,
                                                          &github_output};

std::span<const Output* const> all_outputs() {
  return kOutputs;
}

const Output* output_named(std::string_view name) {
  const auto found =
      std::find_if(kOutputs.begin(), kOutputs.end(), [&](const Output* one) { return one->name == name; });
  return found == kOutputs.end() ? nullptr : *found;
}

}  // namespace fingerpost

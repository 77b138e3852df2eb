#include "probes/writing.h"

#include <fmt/format.h>

#include <random>

#include "base/text.h"

namespace fingerpost {

std::string reason_not_to_write(std::string_view environment) {
  const std::string name = to_lower(environment);
  for (std::string_view production : {"production", "prod", "live"})
    if (name == production) return "nothing is written to " + name;
  return "";
}

std::string unique_name(std::string_view separator) {
  std::random_device random;  // the kernel's, with libstdc++ on Linux
  return fmt::format("fingerpost{0}probe{0}{1:08x}{2:08x}{3:08x}{4:08x}", separator, random(), random(), random(),
                     random());
}

}  // namespace fingerpost

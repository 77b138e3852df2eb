// What a text about a problem names that a probe may be about: ports, variables, services, products, error codes.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outcome.h"
#include "probes/probe.h"
#include "troubleshooting-index/codes.h"

namespace fingerpost {

struct Named {
  std::set<std::string, std::less<>> words;  // lower case
  std::vector<ErrorCode> codes;
  std::vector<int> ports;
};

Named named_in(std::string_view text);

// Whether the text names the probe's product ("postgresql" is postgres).
bool names_product(const Named& named, std::string_view probe);
// Whether it names this very target: its port, its variable or service, or its product.
bool names_target(const Named& named, std::string_view probe, const Origin& origin, int port);
// Whether a probe of this kind could tell about one of the text's error codes: "address already in use" is about ports.
bool names_kind(const Named& named, std::string_view probe);

// "28P01" of an outcome is "SQLSTATE 28P01" of a text.
bool has_code(const Named& named, std::string_view code);
// Whether every known code of the text is of a kind that a probe would have seen; a text without one counts.
bool is_visible_to_probes(const Named& named);
// Whether a check's words name a variable that the text names too, or a port.
bool shares_name(const Named& named, std::string_view seen);

}  // namespace fingerpost

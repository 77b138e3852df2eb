// Files named *.rules: Prometheus' rule groups, written in YAML, or whatever else has rules (udev, a firewall, a
// linter). Only the text tells.
#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {

extern const Format plain_text_format;

namespace {

bool claims(std::string_view path) {
  return extension_of(path) == "rules";
}

// https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/: "groups:" is the only key at the top.
bool has_rule_groups(std::string_view text) {
  const Lines lines(text);
  for (int n = 1; n <= lines.count(); ++n)
    if (lines.line(n).starts_with("groups:")) return true;
  return false;
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  const Format* yaml = format_of_fence("yaml");
  (has_rule_groups(source.text) && yaml != nullptr ? *yaml : plain_text_format).read(source, under, out);
}

}  // namespace

extern const Format rules_format;
const Format rules_format = {"rules", claims, read, {}};

}  // namespace fingerpost

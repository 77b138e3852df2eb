// Prometheus alerting and recording rules, in a rule file or inside a PrometheusRule object.
#include <string>

#include "indexer/shape.h"

namespace fingerpost {
namespace {

std::int32_t groups_of(const KeyTree& tree, std::int32_t document) {
  const std::int32_t groups = tree.child(document, "groups");
  return groups >= 0 ? groups : tree.at(document, {"spec", "groups"});
}

bool claims(std::string_view, const KeyTree& tree, std::int32_t document) {
  for (const std::int32_t group : tree.children(groups_of(tree, document)))
    for (const std::int32_t rule : tree.children(tree.child(group, "rules")))
      if (tree.child(rule, "alert") >= 0 || tree.child(rule, "record") >= 0) return true;
  // Rules alone, as documents quote them.
  for (const std::int32_t rule : tree.children(document))
    if (tree.child(rule, "alert") >= 0 && tree.child(rule, "expr") >= 0) return true;
  return tree.child(document, "alert") >= 0 && tree.child(document, "expr") >= 0;
}

void read_rule(const KeyTree& tree, std::int32_t rule, Meanings& out) {
  std::string_view alert = tree.value(rule, "alert");
  if (alert.size() >= 2 && (alert.front() == '"' || alert.front() == '\'') && alert.back() == alert.front())
    alert = alert.substr(1, alert.size() - 2);
  if (alert.empty()) return;
  out[rule].kind = Kind::alert;
  out[rule].key = std::string(alert);
  out[rule].name = std::string(alert);
  out[rule].words = "alert rule fires when threshold";
  if (const std::int32_t runbook = tree.at(rule, {"annotations", "runbook_url"}); runbook >= 0)
    out[runbook].kind = Kind::link;
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  for (const std::int32_t group : tree.children(groups_of(tree, document)))
    for (const std::int32_t rule : tree.children(tree.child(group, "rules"))) read_rule(tree, rule, out);
  for (const std::int32_t rule : tree.children(document)) read_rule(tree, rule, out);
  read_rule(tree, document, out);
}

}  // namespace

extern const Shape alert_rules_shape;
const Shape alert_rules_shape = {"alert rules", claims, read};

}  // namespace fingerpost

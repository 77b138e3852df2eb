#include "pointer-map/pointer.h"

#include <array>

namespace fingerpost {

static constexpr std::array<std::string_view, kKindCount> kKindNames = {
    "document",    "section",   "paragraph",  "list item", "task item",      "table",   "table row", "code block",
    "comment",     "setting",   "variable",   "service",   "port",           "image",   "volume",    "network",
    "healthcheck", "workflow",  "job",        "step",      "secret",         "command", "stage",     "alert",
    "object",      "operation", "definition", "component", "protected path", "owner",   "link"};

static constexpr std::array<std::string_view, kRoleCount> kRoleNames = {
    "", "declared", "passed", "read", "required", "documented", "fallback", "published", "exposed", "open", "done"};

std::string_view name_of(Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}
bool is_prose(Kind kind) {
  switch (kind) {
    case Kind::section:
    case Kind::paragraph:
    case Kind::list_item:
    case Kind::task_item:
    case Kind::table:
    case Kind::table_row:
    case Kind::code_block: return true;
    default: return false;
  }
}

std::string_view name_of(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::int32_t Reading::add(Place place) {
  places.push_back(std::move(place));
  return static_cast<std::int32_t>(places.size()) - 1;
}

}  // namespace fingerpost

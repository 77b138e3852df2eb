#include "server/pointers.h"

#include <algorithm>

namespace fingerpost {
namespace {

// Replies are ours and nest a few levels; the depth is held all the same.
constexpr int kDeepest = 8;

void collect(const Json& value, std::string repository, std::size_t most, int depth, std::vector<PointerLink>& out) {
  if (depth > kDeepest || out.size() >= most || !value.is_structured()) return;
  if (value.is_object()) {
    if (const auto name = value.find("repository"); name != value.end() && name->is_string())
      repository = name->get<std::string>();
    const auto path = value.find("path");
    const auto start = value.find("line_start");
    const auto end = value.find("line_end");
    if (path != value.end() && path->is_string() && start != value.end() && start->is_number_integer() &&
        end != value.end() && end->is_number_integer()) {
      PointerLink link{path->get<std::string>(), start->get<int>(), end->get<int>(), repository};
      const auto same = [&](const PointerLink& one) {
        return one.path == link.path && one.line_start == link.line_start && one.repository == link.repository;
      };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(link));
    }
  }
  for (const Json& inner : value) collect(inner, repository, most, depth + 1, out);
}

}  // namespace

std::vector<PointerLink> pointers_of(const Json& structured, std::size_t most) {
  std::vector<PointerLink> out;
  collect(structured, "", most, 0, out);
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace fingerpost

#include <algorithm>
#include <set>

#include "base/text.h"
#include "upkeep/check/stated.h"
#include "upkeep/check/stated_values.h"

namespace fingerpost {
namespace {

struct Software {
  std::set<std::string> spoken;    // what people call it, where it is a service that runs here
  std::set<std::string> tags;      // as written
  std::set<std::string> versions;  // at their starts; one that has none makes `open`
  const Declared* place = nullptr;
  bool open = false;
};

std::map<std::string, Software> software_of(const Inventory& inventory) {
  std::map<std::string, Software> out;
  for (const Declared& image : inventory.images) {
    std::string_view value = std::string_view(image.value).substr(0, image.value.find('@'));
    const auto colon = value.rfind(':');
    if (colon == std::string_view::npos || value.find('/', colon) != std::string_view::npos) continue;
    std::string_view name = value.substr(0, colon);
    if (name.starts_with("docker.io/")) name.remove_prefix(10);
    if (name.starts_with("library/")) name.remove_prefix(8);
    std::string tag(value.substr(colon + 1));
    // "${TAG:-7}" says its default.
    if (tag.starts_with("${") || contains(name, "$")) tag.clear();
    Software& one = out[std::string(name)];
    if (one.place == nullptr) one.place = &image;
    one.tags.insert(tag);
    const std::string_view version =
        version_at(tag.starts_with("v") || tag.starts_with("pg")
                       ? std::string_view(tag).substr(
                             tag.find_first_of("0123456789") == std::string::npos ? 0 : tag.find_first_of("0123456789"))
                       : tag);
    if (version.empty())
      one.open = true;
    else
      one.versions.insert(std::string(version));
    // Only what runs as a service is spoken of by version; a base image, a test's or an example's is not.
    if (image.owner.empty() || contains(name, "/") || is_aside(image.path)) continue;
    for (std::string& spoken : names_of_software(name))
      if (spoken.size() >= 4) one.spoken.insert(std::move(spoken));
  }
  return out;
}

// "redis:6-alpine"
void read_tags(const CheckedDocument& document, int n, std::string_view line, const std::string& name,
               const Software& software, std::vector<StatedValue>& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  for (std::size_t at = find_word(line, name); at != std::string_view::npos; at = find_word(line, name, at + 1)) {
    const std::size_t colon = at + name.size();
    if (colon + 1 >= line.size() || line[colon] != ':' || (at > 0 && (line[at - 1] == '/' || line[at - 1] == '.')))
      continue;
    std::size_t end = colon + 1;
    while (end < line.size() && (is_alnum(line[end]) || line[end] == '.' || line[end] == '-' || line[end] == '_'))
      ++end;
    std::string tag(line.substr(colon + 1, end - colon - 1));
    while (tag.ends_with('.')) tag.pop_back();
    const std::string_view version = version_at(tag.starts_with("v") ? std::string_view(tag).substr(1) : tag);
    // "redis:6379" is a port.
    if (version.empty() || (version == tag && tag.size() >= 4 && !contains(tag, ".")) || software.open ||
        document.is_past_or_planned(n))
      continue;
    // A tag that says less than the configuration's agrees with it.
    const bool right = std::any_of(software.tags.begin(), software.tags.end(), [&](const std::string& one) {
      return one == tag || one.starts_with(tag + "-") || one.starts_with(tag + ".");
    });
    out.push_back({&document,
                   n,
                   static_cast<int>(colon) + 2,
                   tag,
                   name,
                   {software.tags.begin(), software.tags.end()},
                   software.place,
                   right,
                   false,
                   false});
  }
  // "from postgres:15 to postgres:16" speaks of a change.
  if (std::any_of(out.begin() + first, out.end(), [](const StatedValue& one) { return one.right; }))
    out.erase(std::remove_if(out.begin() + first, out.end(), [](const StatedValue& one) { return !one.right; }),
              out.end());
}

// Whether a word behind a number leaves it a version: "redis 7 runs on", and not "redis 3 times".
bool leaves_version(std::string_view behind) {
  const std::string next = to_lower(trim(behind));
  if (next.empty() || !is_alpha(next.front())) return true;
  for (std::string_view word : {"on ", "with ", "as ", "in ", "runs", "is ", "for ", "via ", "at ", "from ", "using "})
    if (next.starts_with(word)) return true;
  return false;
}

// "PostgreSQL 15"
void read_spoken(const CheckedDocument& document, int n, std::string_view line, std::string_view lower,
                 const Software& software, std::vector<StatedValue>& out) {
  for (const std::string& spoken : software.spoken) {
    const auto at = find_word(lower, spoken);
    if (at == std::string_view::npos || find_word(lower, spoken, at + 1) != std::string_view::npos) continue;
    std::size_t begin = at + spoken.size();
    if (begin >= line.size() || line[begin] != ' ') continue;
    ++begin;
    if (begin < line.size() && line[begin] == 'v') ++begin;
    const std::string_view stated = version_at(line.substr(begin));
    if (stated.empty() || (stated.size() >= 4 && !contains(stated, "."))) continue;
    const std::string_view behind = line.substr(begin + stated.size());
    // "In MySQL 8.0, …" is about the software, wherever it runs.
    if (const std::string_view before = trim(lower.substr(0, at)); before == "in" || before.ends_with(" in")) continue;
    if (!behind.empty() && (is_alnum(behind.front()) || behind.front() == '-' || behind.front() == '%')) continue;
    if (is_bound(line.substr(0, at), behind) || (!contains(stated, ".") && !leaves_version(behind)) ||
        document.is_past_or_planned(n))
      continue;
    out.push_back({&document,
                   n,
                   static_cast<int>(begin) + 1,
                   std::string(stated),
                   spoken,
                   {*software.versions.begin()},
                   software.place,
                   versions_agree(stated, *software.versions.begin()),
                   true,
                   false});
    return;
  }
}

}  // namespace

std::vector<StatedValue> stated_images(Evidence& evidence) {
  std::vector<StatedValue> out;
  const auto all = software_of(evidence.inventory());
  if (all.empty()) return out;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      if (document->is_code(n) || document->is_comment(n) || !has_digit(line)) continue;
      const std::string lower = to_lower(line);
      for (const auto& [name, software] : all) {
        if (deploys_by_itself(evidence.tree(), document->path(), software.place->path)) continue;
        read_tags(*document, n, line, name, software, out);
        if (!software.open && software.versions.size() == 1) read_spoken(*document, n, line, lower, software, out);
      }
    }
  }
  return out;
}

}  // namespace fingerpost

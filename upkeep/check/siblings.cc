#include "upkeep/check/siblings.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/path_kinds.h"
#include "base/text.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

constexpr std::int64_t kLargestFile = 256 << 10;
constexpr std::uint64_t kMostSiblingBytes = 48u << 20;
constexpr std::size_t kMostPlaces = 40;
constexpr std::size_t kFewestSiblings = 3;  // that have a place, for it to belong to a service

// "API_PORT" and "api-port" in one writing.
std::string plain_form(std::string_view word) {
  std::string out = to_lower(word);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

// Names of services by their plain form.
using PlainNames = std::map<std::string, std::string, std::less<>>;

// What stands of a form: by service, the first line.
using Having = std::map<std::string, int>;

// The words of a text that are a service's name or have it as a part, as forms with '*' for the name.
void read_words(std::string_view line, int number, const PlainNames& names, std::map<std::string, Having>& out) {
  for (std::size_t at = 0; at < line.size();) {
    const auto inside = [&](std::size_t i) {
      return i < line.size() && (is_alnum(line[i]) || line[i] == '-' || line[i] == '_');
    };
    std::size_t end = at;
    while (inside(end)) ++end;
    if (end == at || end - at > 80) {
      at = std::max(at + 1, end);
      continue;
    }
    const std::string word = plain_form(line.substr(at, end - at));
    at = end;
    if (const auto whole = names.find(word); whole != names.end()) {
      out["*"].try_emplace(whole->second, number);
      continue;
    }
    // The longest name among the parts: "shop-api" of "logs-shop-api" rather than "api".
    std::string_view best;
    std::size_t best_at = 0;
    for (std::size_t from = 0; from != std::string::npos && from < word.size();) {
      for (std::size_t to = word.find('-', from);; to = word.find('-', to + 1)) {
        const std::string_view part = std::string_view(word).substr(from, to - from);
        if (part.size() > best.size() && names.contains(part)) {
          best = part;
          best_at = from;
        }
        if (to == std::string::npos) break;
      }
      from = word.find('-', from);
      if (from != std::string::npos) ++from;
    }
    if (best.empty()) continue;
    const std::string& name = names.find(best)->second;
    out[word.substr(0, best_at) + "*" + word.substr(best_at + best.size())].try_emplace(name, number);
  }
}

// Forms of the paths that have a name as a part: a directory, or what stands before a file's first dot.
void read_path(const std::string& path, const PlainNames& names, std::map<std::string, Having>& out) {
  for (std::size_t at = 0; at < path.size();) {
    std::size_t end = path.find('/', at);
    const bool last = end == std::string::npos;
    if (last) end = std::min(path.find('.', at + 1), path.size());
    if (const auto known = names.find(plain_form(std::string_view(path).substr(at, end - at))); known != names.end())
      out[path.substr(0, at) + "*" + (last ? path.substr(end) : "/")].try_emplace(known->second, 0);
    if (last) return;
    at = end + 1;
  }
}

bool is_looked_through(const Source& source) {
  const std::string name = to_lower(base_name(source.path));
  return source.stamp.size <= kLargestFile && !is_test_path(source.path) && !contains(name, "lock") &&
         !contains(name, "changelog") && !contains(name, "history") && !contains(name, "release");
}

// Takes a form that enough services have.
void take_shared(const std::string& path, const std::string& form, const Having& having, Siblings& out) {
  const auto own = having.find(out.name);
  const std::size_t others = having.size() - (own != having.end() ? 1 : 0);
  if (others < kFewestSiblings || others * 2 < out.all.size() - 1) return;
  SharedPlace place{path, form, own != having.end() ? own->second : 0, own != having.end(), {}};
  for (const auto& [name, line] : having) {
    if (name == out.name) continue;
    place.others.push_back(name);
    if (!place.there) place.line = std::max(place.line, line);  // behind the last of them it would be added
  }
  out.places.push_back(std::move(place));
}

}  // namespace

Result<Siblings> siblings_of(Evidence& evidence, std::string_view name) {
  const Inventory& inventory = evidence.inventory();
  const Inventory::Names* kind = nullptr;
  Siblings out;
  for (const Inventory::Names* one : {&inventory.services, &inventory.components})
    for (const auto& [key, places] : *one)
      if (kind == nullptr && plain_form(key) == plain_form(name)) {
        kind = one;
        out.name = key;
      }
  if (kind == nullptr) {
    std::vector<std::string> known;
    for (const Inventory::Names* one : {&inventory.services, &inventory.components})
      for (const auto& [key, places] : *one) known.push_back(to_lower(key));
    std::sort(known.begin(), known.end());
    const auto near = spellings_of(to_lower(name), known, 1);
    return Error{Code::not_found, fmt::format("no compose file and no manifest has a service '{}'", clip(name, 80)), "",
                 known.empty()  ? "the check of one service needs compose services or workloads of a cluster"
                 : near.empty() ? "there are: " + join(known, ", ")
                                : fmt::format("'{}'?", near.front().word)};
  }
  PlainNames names;
  for (const auto& [key, places] : *kind) {
    if (std::all_of(places.begin(), places.end(), [](const Declared& one) { return is_aside(one.path); })) continue;
    out.all.push_back(key);
    names.emplace(plain_form(key), key);
  }
  std::map<std::string, Having> paths;
  for (const std::string& path : evidence.tree().files())
    if (!is_test_path(path)) read_path(path, names, paths);
  for (const auto& [form, having] : paths) take_shared(form, "", having, out);
  std::uint64_t bytes = 0;
  for (const Source& source : evidence.map().sources()) {
    if (!is_looked_through(source)) continue;
    bytes += static_cast<std::uint64_t>(source.stamp.size);
    out.cut = bytes > kMostSiblingBytes;
    if (out.cut) break;
    const auto file = evidence.root().read(source.path, kLargestFile);  // once: nothing to keep
    if (!file) continue;
    std::map<std::string, Having> words;
    const Lines lines(file->bytes);
    for (int n = 1; n <= lines.count(); ++n) read_words(lines.line(n), n, names, words);
    for (const auto& [form, having] : words) take_shared(source.path, form, having, out);
  }
  std::stable_sort(out.places.begin(), out.places.end(), [](const SharedPlace& a, const SharedPlace& b) {
    return a.there != b.there ? !a.there : a.others.size() > b.others.size();
  });
  if (out.places.size() > kMostPlaces) out.places.resize(kMostPlaces);
  return out;
}

std::string siblings_page(const Siblings& siblings) {
  constexpr std::size_t kNamed = 4;  // of the siblings, in a line
  if (siblings.places.empty())
    return fmt::format("{}: there is no place that most of the {} services have alike\n", siblings.name,
                       siblings.all.size());
  const auto there = std::count_if(siblings.places.begin(), siblings.places.end(),
                                   [](const SharedPlace& place) { return place.there; });
  std::string out = fmt::format("{}: in {} of {} places that most of the {} services here have\n", siblings.name, there,
                                siblings.places.size(), siblings.all.size());
  for (const SharedPlace& place : siblings.places) {
    out += place.there ? "  there    " : "  missing  ";
    out += place.line > 0 ? fmt::format("{}:{}", place.path, place.line) : place.path;
    if (place.form != "*" && !place.form.empty()) out += fmt::format("  '{}'", place.form);
    if (!place.there) {
      const std::vector<std::string> named(
          place.others.begin(),
          place.others.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, place.others.size())));
      out += fmt::format("  has {}{}", join(named, ", "),
                         place.others.size() > kNamed ? fmt::format(" and {} more", place.others.size() - kNamed) : "");
    }
    out += '\n';
  }
  if (siblings.cut)
    out += fmt::format("  only the first {} MiB of files were looked through\n", kMostSiblingBytes >> 20);
  return out;
}

}  // namespace fingerpost

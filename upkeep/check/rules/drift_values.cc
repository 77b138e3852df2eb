// Ports and versions that documents state and that the configuration has otherwise.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

struct ServicePorts {
  std::set<std::string> names;  // that people may call it
  std::set<std::string> host;
  std::set<std::string> container;
  const Declared* place = nullptr;
  bool open = false;  // one is not a number that stands there
};

std::set<std::string> numbers_in(std::string_view text) {
  std::set<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end > at) out.insert(std::string(text.substr(at, end - at)));
    at = end == at ? at + 1 : end;
  }
  return out;
}

// What a port mapping says: "127.0.0.1:${PORT:-5433}:5432/tcp".
void read_port(const Declared& port, const Inventory& inventory, ServicePorts& out) {
  std::string value = port.value.substr(0, port.value.find('/'));
  // A variable counts with its default, and with the value that an example gives it.
  for (auto at = value.find("${"); at != std::string::npos; at = value.find("${", at)) {
    const auto end = value.find('}', at);
    if (end == std::string::npos) break;
    const std::string inner = value.substr(at + 2, end - at - 2);
    const std::string name = inner.substr(0, inner.find_first_of(":-?"));
    std::string number;
    if (const auto sign = inner.find('-'); sign != std::string::npos) number = inner.substr(sign + 1);
    if (const auto known = inventory.defaults.find(name); known != inventory.defaults.end())
      for (const Declared& one : known->second) {
        out.host.insert(one.value);
        if (number.empty()) number = one.value;
      }
    if (number.empty()) out.open = true;
    value.replace(at, end - at + 1, number);
  }
  if (contains(value, "$")) out.open = true;
  const auto colon = value.rfind(':');
  const auto behind = numbers_in(colon == std::string::npos ? value : value.substr(colon + 1));
  out.container.insert(behind.begin(), behind.end());
  if (contains(value, "-")) out.open = true;  // a range
  if (colon == std::string::npos) {
    out.host.insert(behind.begin(), behind.end());
    return;
  }
  const std::string left = value.substr(0, colon);
  const auto front = numbers_in(left.substr(left.rfind(':') == std::string::npos ? 0 : left.rfind(':') + 1));
  out.host.insert(front.begin(), front.end());
  if (port.role == Role::published) out.place = &port;
}

std::map<std::string, ServicePorts> ports_by_service(const Inventory& inventory) {
  std::map<std::string, ServicePorts> out;
  for (const Declared& port : inventory.ports) {
    if (port.owner.empty() || port.path.starts_with(".github/")) continue;
    ServicePorts& service = out[port.owner];
    if (service.place == nullptr) service.place = &port;
    read_port(port, inventory, service);
    service.names.insert(to_lower(port.owner));
  }
  for (const Declared& image : inventory.images)
    if (const auto known = out.find(image.owner); known != out.end()) {
      std::string_view name = std::string_view(image.value).substr(0, image.value.find('@'));
      const auto colon = name.rfind(':');
      if (colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos)
        name = name.substr(0, colon);
      for (std::string& one : names_of_software(name))
        if (one.size() >= 3) known->second.names.insert(std::move(one));
    }
  return out;
}

// The one service that a line speaks of, or nullptr.
const std::pair<const std::string, ServicePorts>* service_in(const std::map<std::string, ServicePorts>& services,
                                                             std::string_view line) {
  const std::pair<const std::string, ServicePorts>* found = nullptr;
  for (const auto& one : services)
    for (const std::string& name : one.second.names)
      if (find_word(line, name) != std::string_view::npos) {
        if (found != nullptr && found != &one) return nullptr;
        found = &one;
      }
  return found;
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0";
}

void check_drift_port(Evidence& evidence, CheckFindings& out) {
  const auto services = ports_by_service(evidence.inventory());
  if (services.empty()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    std::size_t port_column = std::string::npos;  // of the table that is being read
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      const auto cells = written_cells(line);
      if (cells.empty()) port_column = std::string::npos;
      if (document->is_code(n) || document->is_comment(n) || trim(line).empty()) continue;
      if (cells.empty() && !has_digit(line)) continue;
      std::vector<StatedPort> stated = ports_stated(line);
      if (!cells.empty() && port_column == std::string::npos) {
        for (std::size_t i = 0; i < cells.size(); ++i)
          if (const std::string head = to_lower(cells[i].text);
              head == "port" || head == "ports" || head == "host port" || head == "published port")
            port_column = i;
        if (port_column == std::string::npos) port_column = cells.size();
        continue;
      }
      if (port_column < cells.size()) {
        std::string_view text = cells[port_column].text;
        int column = cells[port_column].column;
        while (!text.empty() && (text.front() == '`' || text.front() == '*')) {
          text.remove_prefix(1);
          ++column;
        }
        while (!text.empty() && (text.back() == '`' || text.back() == '*')) text.remove_suffix(1);
        if (text.size() >= 2 && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit))
          stated.push_back({std::string(text), column, ""});
      }
      if (stated.empty() || document->is_past_or_planned(n)) continue;
      for (const StatedPort& port : stated) {
        const std::pair<const std::string, ServicePorts>* service = nullptr;
        const bool here = is_this_machine(port.host);
        if (!port.host.empty() && !here) {
          // "redis:6379" names its service itself, and the port inside of the network.
          const auto named = services.find(port.host);
          if (named == services.end()) continue;
          service = &*named;
        } else {
          // In a row, the service is what the row is about.
          service = service_in(services, to_lower(cells.empty() ? line : cells.front().text));
        }
        if (service == nullptr || service->second.open) continue;
        const ServicePorts& known = service->second;
        const bool right = here ? known.host.contains(port.number)
                                : known.host.contains(port.number) || known.container.contains(port.number);
        // Other numbers of the line that are right make it a line about several things.
        const bool mixed = std::any_of(stated.begin(), stated.end(), [&](const StatedPort& other) {
          return known.host.contains(other.number) || (!here && known.container.contains(other.number));
        });
        if (right || mixed || known.host.empty() ||
            (here && known.container.contains(port.number) && known.place->role != Role::published))
          continue;
        CheckFinding finding;
        finding.path = document->path();
        finding.line = n;
        finding.column = port.column;
        finding.width = static_cast<int>(port.number.size());
        const std::set<std::string>& all = known.host;
        finding.message = fmt::format("port {} of {} is not what the configuration says: {}", port.number,
                                      service->first, join({all.begin(), all.end()}, ", "));
        finding.other_path = known.place->path;
        finding.other_line = known.place->line;
        if (all.size() == 1) finding.fix = Replacement{port.number, *all.begin()};
        out.push_back(std::move(finding));
      }
    }
  }
}

struct Software {
  std::set<std::string> spoken;    // what people call it, where it is a service that runs here
  std::set<std::string> tags;      // as written
  std::set<std::string> versions;  // at their starts; one that has none makes `open`
  const Declared* place = nullptr;
  bool open = false;
};

// Files that are not how this repository runs.
bool is_aside(std::string_view path) {
  const std::string lower = "/" + to_lower(path);
  for (std::string_view part :
       {"/test", "/example", "/sample", "/.github/", "/tools/", "/e2e", "/integration", "/docs/", "/fixtures"})
    if (contains(lower, part)) return true;
  return false;
}

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

void add_version(const CheckedDocument& document, int line, int column, std::string stated, const std::string& name,
                 const Declared& place, const std::string& there, bool fixable, CheckFindings& out) {
  CheckFinding finding;
  finding.path = document.path();
  finding.line = line;
  finding.column = column;
  finding.width = static_cast<int>(stated.size());
  finding.message = fmt::format("{} {} is not what the configuration says: {}", name, stated, there);
  finding.other_path = place.path;
  finding.other_line = place.line;
  if (fixable) finding.fix = Replacement{std::move(stated), there};
  out.push_back(std::move(finding));
}

// "redis:6-alpine"
void check_tags(const CheckedDocument& document, int n, std::string_view line, const std::string& name,
                const Software& software, CheckFindings& out) {
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
        software.tags.contains(tag) || document.is_past_or_planned(n))
      continue;
    // A tag that says less than the configuration's agrees with it.
    if (std::any_of(software.tags.begin(), software.tags.end(),
                    [&](const std::string& one) { return one.starts_with(tag + "-") || one.starts_with(tag + "."); }))
      continue;
    add_version(document, n, static_cast<int>(colon) + 2, tag, name, *software.place,
                join({software.tags.begin(), software.tags.end()}, ", "), software.tags.size() == 1, out);
  }
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
void check_spoken(const CheckedDocument& document, int n, std::string_view line, std::string_view lower,
                  const Software& software, CheckFindings& out) {
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
    if (!behind.empty() && (is_alnum(behind.front()) || behind.front() == '-' || behind.front() == '%')) continue;
    if (is_bound(line.substr(0, at), behind) || versions_agree(stated, *software.versions.begin()) ||
        (!contains(stated, ".") && !leaves_version(behind)) || document.is_past_or_planned(n))
      continue;
    add_version(document, n, static_cast<int>(begin) + 1, std::string(stated), spoken, *software.place,
                *software.versions.begin(), false, out);
    return;
  }
}

void check_drift_image(Evidence& evidence, CheckFindings& out) {
  const auto all = software_of(evidence.inventory());
  if (all.empty()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      if (document->is_code(n) || document->is_comment(n) || !has_digit(line)) continue;
      const std::string lower = to_lower(line);
      for (const auto& [name, software] : all) {
        check_tags(*document, n, line, name, software, out);
        if (!software.open && software.versions.size() == 1) check_spoken(*document, n, line, lower, software, out);
      }
    }
  }
}

void check_drift_toolchain(Evidence& evidence, CheckFindings& out) {
  struct Spoken {
    std::string_view tool;
    std::string_view name;
  };
  static constexpr Spoken kSpoken[] = {{"node", "Node.js"}, {"node", "Node"}, {"node", "NodeJS"}, {"python", "Python"},
                                       {"go", "Go"},        {"go", "Golang"}, {"ruby", "Ruby"}};
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      if (document->is_code(n) || document->is_comment(n)) continue;
      const std::string_view line = document->lines().line(n);
      for (const Spoken& spoken : kSpoken) {
        const auto known = evidence.inventory().toolchains.find(spoken.tool);
        if (known == evidence.inventory().toolchains.end()) continue;
        std::set<std::string> versions;
        for (const Declared& one : known->second) versions.insert(std::string(version_at(one.value)));
        const auto at = line.find(spoken.name);
        if (versions.size() != 1 || at == std::string_view::npos ||
            (at > 0 && (is_alnum(line[at - 1]) || line[at - 1] == '-' || line[at - 1] == '/')))
          continue;
        std::size_t begin = at + spoken.name.size();
        if (begin >= line.size() || line[begin] != ' ') continue;
        ++begin;
        if (begin < line.size() && line[begin] == 'v') ++begin;
        const std::string_view stated = version_at(line.substr(begin));
        const std::string_view behind = stated.empty() ? std::string_view() : line.substr(begin + stated.size());
        if (stated.empty() || (!behind.empty() && (is_alnum(behind.front()) || behind.front() == '%')) ||
            is_bound(line.substr(0, at), behind) || versions_agree(stated, *versions.begin()) ||
            document->is_past_or_planned(n))
          continue;
        add_version(*document, n, static_cast<int>(begin) + 1, std::string(stated), std::string(spoken.name),
                    known->second.front(), *versions.begin(), false, out);
        break;
      }
    }
  }
}

}  // namespace

extern const Rule drift_port_rule;
const Rule drift_port_rule = {"drift-port", CheckLevel::warning, "a port is stated that the service does not have",
                              check_drift_port};
extern const Rule drift_image_rule;
const Rule drift_image_rule = {"drift-image", CheckLevel::warning, "an image's version is stated that is not used",
                               check_drift_image};
extern const Rule drift_toolchain_rule;
const Rule drift_toolchain_rule = {"drift-toolchain", CheckLevel::warning,
                                   "a language's version is stated that is not the one set", check_drift_toolchain};

}  // namespace fingerpost

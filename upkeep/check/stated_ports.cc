#include <algorithm>
#include <set>

#include "base/text.h"
#include "upkeep/check/stated.h"
#include "upkeep/check/stated_values.h"

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
    // What is only exposed is open to other containers, not to the host.
    if (port.role == Role::published) out.host.insert(behind.begin(), behind.end());
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

// Whether the word at a place is a name by itself: in "@shop/web" and "shop/web" the first part only owns the other.
bool is_whole_name(std::string_view line, std::size_t at, std::size_t size) {
  const std::size_t end = at + size;
  return (at == 0 || line[at - 1] != '@') &&
         (end + 1 >= line.size() || line[end] != '/' || (!is_alnum(line[end + 1]) && line[end + 1] != '@'));
}

bool names_whole(std::string_view line, std::string_view name) {
  for (auto at = find_word(line, name); at != std::string_view::npos; at = find_word(line, name, at + 1))
    if (is_whole_name(line, at, name.size())) return true;
  return false;
}

// The one service that a line speaks of, or nullptr.
const std::pair<const std::string, ServicePorts>* service_in(const std::map<std::string, ServicePorts>& services,
                                                             std::string_view line) {
  const std::pair<const std::string, ServicePorts>* found = nullptr;
  for (const auto& one : services)
    for (const std::string& name : one.second.names)
      if (names_whole(line, name)) {
        if (found != nullptr && found != &one) return nullptr;
        found = &one;
      }
  return found;
}

// Whether a file speaks of a number: a further port that a service listens on, or the address of another one's.
bool is_spoken_of(Evidence& evidence, const std::string& path, std::string_view number) {
  const auto file = evidence.live().read(path);
  if (!file) return false;
  const std::string_view text = (*file)->lines->range(1, (*file)->lines->count());
  for (auto at = text.find(number); at != std::string_view::npos; at = text.find(number, at + 1)) {
    const auto end = at + number.size();
    if ((at == 0 || !is_digit(text[at - 1])) && (end == text.size() || !is_digit(text[end]))) return true;
  }
  return false;
}

// Whether configuration that lies with the document speaks of it: what is deployed from there has ports of its own.
bool is_spoken_of_beside(Evidence& evidence, const CheckedDocument& document, std::string_view number) {
  const std::string beside(directory_of(document.path()));
  if (beside.empty()) return false;
  const auto& sources = evidence.map().sources();
  return std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
    return source.format != "markdown" && source.path.starts_with(beside + "/") &&
           is_spoken_of(evidence, source.path, number);
  });
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0";
}

}  // namespace

std::vector<StatedValue> stated_ports(Evidence& evidence) {
  std::vector<StatedValue> out;
  const auto services = ports_by_service(evidence.inventory());
  if (services.empty()) return out;
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
        // A number that another service has is about that one, unless it is said of this one by name ("redis:6379").
        const bool others =
            (here || port.host.empty()) && std::any_of(services.begin(), services.end(), [&](const auto& other) {
              return other.second.host.contains(port.number) ||
                     (&other != service && other.second.container.contains(port.number));
            });
        if ((!right && (mixed || others)) || known.host.empty() ||
            (!right && here && known.container.contains(port.number) && known.place->role != Role::published) ||
            (!right && !known.container.contains(port.number) &&
             is_spoken_of(evidence, known.place->path, port.number)) ||
            (!right && (deploys_by_itself(evidence.tree(), document->path(), known.place->path) ||
                        is_spoken_of_beside(evidence, *document, port.number))))
          continue;
        out.push_back({document.get(),
                       n,
                       port.column,
                       port.number,
                       service->first,
                       {known.host.begin(), known.host.end()},
                       known.place,
                       right,
                       false,
                       !port.host.empty()});
      }
    }
  }
  return out;
}

}  // namespace fingerpost

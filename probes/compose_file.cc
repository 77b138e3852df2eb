#include "probes/compose_file.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "base/text.h"
#include "indexer/formats/key_trees.h"
#include "probes/interpolation.h"

namespace fingerpost {
namespace {

constexpr int kMostPortsOfARange = 64;
constexpr int kDeepestMerge = 8;

int whole_port(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out > 0 && out <= 65535 ? out : 0;
}

struct Range {
  int first = 0;
  int last = 0;
};

std::optional<Range> range_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  const int first = whole_port(text.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : whole_port(text.substr(dash + 1));
  if (first == 0 || last < first || last - first >= kMostPortsOfARange) return std::nullopt;
  return Range{first, last};
}

// Reads one document. YAML's anchors are not in a key tree, so `<<: *name` is followed by the line that holds `&name`.
class ComposeReader {
 public:
  ComposeReader(const std::string& path, std::string_view text,
                const std::function<const std::string*(std::string_view)>& find, ComposeFile& out)
      : path_(path), tree_(yaml_tree(text, Limits())), find_(find), out_(out) {
    find_anchors(Lines(text));
  }

  void read() {
    const auto documents = tree_.children(0);
    if (documents.empty()) return;
    const std::int32_t document = documents.front();
    const std::int32_t services = tree_.child(document, "services");
    const std::int32_t include = tree_.child(document, "include");
    out_.is_compose = (services >= 0 && tree_[services].type == KeyNode::Type::mapping) || include >= 0;
    if (!out_.is_compose) return;
    for (const Finding& finding : tree_.findings)
      out_.model.findings.push_back({Written{path_, finding.line}, finding.message});
    if (services >= 0)
      for (const std::int32_t service : tree_.children(services))
        if (tree_[service].type == KeyNode::Type::mapping) read_service(service);
    out_.model.networks = names_below(tree_.child(document, "networks"));
    out_.model.volumes = names_below(tree_.child(document, "volumes"));
    if (include >= 0) read_paths(include, out_.includes);
  }

 private:
  void find_anchors(const Lines& lines) {
    std::unordered_map<int, std::int32_t> by_line;  // the first collection whose key stands there
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i)
      if (tree_.nodes[i].type != KeyNode::Type::scalar && !tree_.nodes[i].key.empty())
        by_line.try_emplace(tree_.nodes[i].line, static_cast<std::int32_t>(i));
    for (int n = 1; n <= lines.count(); ++n) {
      const std::string_view line = lines.line(n);
      const std::size_t sign = line.find(": &");
      const auto node = by_line.find(n);
      if (sign == std::string_view::npos || node == by_line.end()) continue;
      std::size_t end = sign + 3;
      while (end < line.size() && !is_space(line[end])) ++end;
      anchors_[std::string(line.substr(sign + 3, end - sign - 3))] = node->second;
    }
  }

  // What an alias stands for; the node itself where it is none.
  std::int32_t followed(std::int32_t node) const {
    if (node < 0 || tree_[node].type != KeyNode::Type::scalar || !tree_[node].value.starts_with("*")) return node;
    const auto anchor = anchors_.find(tree_[node].value.substr(1));
    return anchor == anchors_.end() ? node : anchor->second;
  }

  // The entries of a mapping, those that it merges first, so that its own come later and win.
  std::vector<std::int32_t> entries(std::int32_t node, int depth = 0) const {
    node = followed(node);
    if (node < 0 || depth > kDeepestMerge || budget_ <= 0) return {};
    --budget_;
    std::vector<std::int32_t> merged;
    std::vector<std::int32_t> own;
    for (const std::int32_t entry : tree_.children(node)) {
      if (tree_[entry].key != "<<") {
        own.push_back(entry);
        continue;
      }
      std::vector<std::int32_t> bases = {entry};
      if (tree_[entry].type == KeyNode::Type::sequence) bases = tree_.children(entry);
      for (const std::int32_t base : bases) {
        if (followed(base) == base) continue;
        const auto more = entries(base, depth + 1);
        merged.insert(merged.end(), more.begin(), more.end());
      }
    }
    merged.insert(merged.end(), own.begin(), own.end());
    budget_ -= static_cast<int>(merged.size());
    return merged;
  }

  std::int32_t child(std::int32_t node, std::string_view key) const {
    std::int32_t found = -1;
    for (const std::int32_t entry : entries(node))
      if (tree_[entry].key == key) found = followed(entry);
    return found;
  }

  Written at(std::int32_t node) const { return {path_, tree_[node].line}; }

  std::string filled(std::int32_t node, std::string_view text) {
    return interpolated(text, find_, [&](const Reference& reference) {
      out_.model.references.push_back(
          {reference.name, reference.sign, reference.argument, reference.has_value, at(node)});
    });
  }
  ComposeText text_of(std::int32_t node) { return {filled(node, tree_[node].value), at(node)}; }

  std::vector<ComposeText> names_below(std::int32_t node) const {
    std::vector<ComposeText> out;
    if (node >= 0)
      for (const std::int32_t entry : entries(node)) out.push_back({tree_[entry].key, at(entry)});
    return out;
  }

  // A scalar, a list of them, or a list or mapping of mappings that have a `path`.
  void read_paths(std::int32_t node, std::vector<ComposeText>& out) {
    node = followed(node);
    if (tree_[node].type == KeyNode::Type::scalar) {
      out.push_back(text_of(node));
      return;
    }
    for (std::int32_t item : tree_.children(node)) {
      item = followed(item);
      if (tree_[item].type == KeyNode::Type::mapping) {
        const std::int32_t path = child(item, "path");
        if (path >= 0) read_paths(path, out);
      } else {
        out.push_back(text_of(item));
      }
    }
  }

  // A list of scalars, or the keys of a mapping.
  std::vector<ComposeText> read_names(std::int32_t node) {
    std::vector<ComposeText> out;
    if (tree_[node].type == KeyNode::Type::mapping) return names_below(node);
    if (tree_[node].type == KeyNode::Type::scalar) return {text_of(node)};
    for (const std::int32_t item : tree_.children(node)) out.push_back(text_of(followed(item)));
    return out;
  }

  void read_service(std::int32_t node) {
    ComposeService service;
    service.name = tree_[node].key;
    service.at = at(node);
    for (const std::int32_t entry : entries(node)) {
      const std::int32_t value = followed(entry);
      const std::string& key = tree_[entry].key;
      if (key == "image") service.image = text_of(value);
      if (key == "container_name") service.container_name = text_of(value);
      if (key == "build") service.built = true;
      if (key == "ports") read_ports(value, service.ports);
      if (key == "environment") read_environment(value, service.environment);
      if (key == "env_file") {
        service.env_files.clear();
        read_paths(value, service.env_files);
      }
      if (key == "depends_on") read_dependencies(value, service.depends_on);
      if (key == "profiles") service.profiles = read_names(value);
      if (key == "networks") service.networks = read_names(value);
      if (key == "volumes") read_volumes(value, service.volumes);
      if (key == "healthcheck") service.healthcheck = command_of(child(value, "test"));
      if (key == "command") service.command = command_of(value);
      if (key == "extends") read_extends(value, service.name);
    }
    out_.model.services.push_back(std::move(service));
  }

  void read_ports(std::int32_t node, std::vector<ComposePort>& out) {
    out.clear();
    for (std::int32_t item : tree_.children(node)) {
      item = followed(item);
      std::string written = tree_[item].value;
      std::string text = filled(item, written);
      if (tree_[item].type == KeyNode::Type::mapping) {
        const auto part = [&](std::string_view key) {
          const std::int32_t value = child(item, key);
          return value < 0 ? std::string() : filled(value, tree_[value].value);
        };
        const std::string published = part("published");
        text = part("host_ip");
        if (!text.empty()) text += ':';
        if (!published.empty()) text += published + ":";
        text += part("target");
        if (const std::string protocol = part("protocol"); !protocol.empty()) text += "/" + protocol;
        written = text;
      }
      std::vector<ComposePort> ports = ports_of(text);
      if (ports.empty()) {
        ports.emplace_back();
        ports.back().host = -1;
        if (!contains(written, "$"))
          out_.model.findings.push_back({at(item), "'" + clip(written, 60) + "' is no port mapping"});
      }
      for (ComposePort& port : ports) {
        port.text = written;
        port.at = at(item);
        out.push_back(std::move(port));
      }
    }
  }

  void read_environment(std::int32_t node, std::vector<ComposeVariable>& out) {
    for (const std::int32_t entry : entries(node)) {
      ComposeVariable variable;
      variable.at = at(entry);
      if (!tree_[entry].key.empty()) {
        variable.name = tree_[entry].key;
        variable.given = tree_[entry].type != KeyNode::Type::null;
        variable.value = filled(entry, tree_[entry].value);
      } else {
        const std::string& text = tree_[entry].value;
        const std::size_t sign = text.find('=');
        variable.name = text.substr(0, sign);
        variable.given = sign != std::string::npos;
        if (variable.given) variable.value = filled(entry, std::string_view(text).substr(sign + 1));
      }
      const auto known =
          std::find_if(out.begin(), out.end(), [&](const ComposeVariable& one) { return one.name == variable.name; });
      if (known == out.end())
        out.push_back(std::move(variable));
      else
        *known = std::move(variable);
    }
  }

  void read_dependencies(std::int32_t node, std::vector<ComposeDependency>& out) {
    out.clear();
    for (const std::int32_t entry : entries(node)) {
      ComposeDependency dependency;
      dependency.at = at(entry);
      dependency.service = tree_[entry].key.empty() ? tree_[entry].value : tree_[entry].key;
      if (const std::int32_t condition = child(entry, "condition"); condition >= 0)
        dependency.condition = tree_[condition].value;
      out.push_back(std::move(dependency));
    }
  }

  void read_volumes(std::int32_t node, std::vector<ComposeText>& out) {
    out.clear();
    for (std::int32_t item : tree_.children(node)) {
      item = followed(item);
      if (tree_[item].type != KeyNode::Type::mapping) {
        out.push_back(text_of(item));
        continue;
      }
      const std::int32_t source = child(item, "source");
      const std::int32_t target = child(item, "target");
      std::string text = source < 0 ? std::string() : filled(source, tree_[source].value) + ":";
      if (target >= 0) text += filled(target, tree_[target].value);
      out.push_back({std::move(text), at(item)});
    }
  }

  // A command as one line, in whichever of the two forms it is written.
  ComposeText command_of(std::int32_t node) {
    if (node < 0) return {};
    if (tree_[node].type == KeyNode::Type::scalar) return text_of(node);
    std::vector<std::string> words;
    for (const std::int32_t item : tree_.children(node)) words.push_back(filled(item, tree_[item].value));
    if (!words.empty() && words.front().starts_with("CMD")) words.erase(words.begin());
    return {join(words, " "), at(node)};
  }

  void read_extends(std::int32_t node, const std::string& service) {
    if (tree_[node].type == KeyNode::Type::scalar) {
      out_.extends.push_back({service, tree_[node].value, ""});
      return;
    }
    out_.extends.push_back(
        {service, std::string(tree_.value(node, "service")), std::string(tree_.value(node, "file"))});
  }

  const std::string& path_;
  KeyTree tree_;
  const std::function<const std::string*(std::string_view)>& find_;
  ComposeFile& out_;
  std::unordered_map<std::string, std::int32_t> anchors_;
  mutable int budget_ = 100'000;  // of entries given out: aliases of aliases multiply
};

// "[::1]:80:80" and "127.0.0.1:80:80" from the right: container, host, address.
std::vector<std::string_view> port_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  if (text.starts_with("[")) {
    const std::size_t close = text.find("]:");
    if (close == std::string_view::npos) return parts;
    parts.push_back(text.substr(1, close - 1));
    text.remove_prefix(close + 2);
  }
  for (const std::string_view part : split(text, ':')) parts.push_back(part);
  return parts;
}

}  // namespace

std::vector<ComposePort> ports_of(std::string_view text) {
  text = trim(text);
  ComposePort port;
  port.text = std::string(text);
  if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
    port.protocol = to_lower(text.substr(slash + 1));
    text = text.substr(0, slash);
  }
  const auto parts = port_parts(text);
  if (parts.empty() || parts.size() > 3) return {};
  const auto container = range_of(parts.back());
  if (!container) return {};
  std::optional<Range> host;
  if (parts.size() > 1 && !parts[parts.size() - 2].empty()) {
    host = range_of(parts[parts.size() - 2]);
    if (!host) return {};
  }
  if (parts.size() == 3) port.address = std::string(parts.front());
  std::vector<ComposePort> out;
  const int wide = container->last - container->first;
  // One container port may be given a range of the host's, of which Docker chooses one.
  const bool parallel = host && host->last - host->first == wide;
  for (int i = 0; i <= wide; ++i) {
    port.container = container->first + i;
    port.host = !host ? 0 : parallel ? host->first + i : -1;
    out.push_back(port);
  }
  return out;
}

ComposeFile read_compose_file(const std::string& path, std::string_view text,
                              const std::function<const std::string*(std::string_view name)>& find) {
  ComposeFile out;
  ComposeReader(path, text, find, out).read();
  out.model.files = {path};
  return out;
}

}  // namespace fingerpost

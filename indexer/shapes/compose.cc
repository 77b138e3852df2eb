// Compose files: https://github.com/compose-spec/compose-spec/blob/main/spec.md
#include <string>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

// A file that only includes others is known by its name alone.
bool is_compose_name(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  return name.starts_with("compose") || name.starts_with("docker-compose");
}

bool claims(std::string_view path, const KeyTree& tree, std::int32_t document) {
  const std::int32_t services = tree.child(document, "services");
  const std::int32_t include = tree.child(document, "include");
  if (services < 0 && include >= 0 && is_compose_name(path)) return true;
  if (services < 0 || tree[services].type != KeyNode::Type::mapping) return false;
  if (contains(to_lower(base_name(path)), "compose")) return true;
  for (const std::int32_t service : tree.children(services))
    if (tree.child(service, "image") >= 0 || tree.child(service, "build") >= 0) return true;
  return false;
}

// "127.0.0.1:${PORT:-5432}:5432/tcp" → its parts from the right: container, host, address. Colons inside ${…} do not
// count.
struct PortMapping {
  std::string host;
  std::string container;
  bool published = false;
};

PortMapping mapping_of(std::string_view value) {
  PortMapping out;
  value = value.substr(
      0, value.rfind('/') == std::string_view::npos || value.find('}', value.rfind('/')) != std::string_view::npos
             ? value.size()
             : value.rfind('/'));
  std::vector<std::string> parts(1);
  int depth = 0;
  for (char c : value) {
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ':' && depth == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  out.container = parts.back();
  out.published = parts.size() > 1;
  if (out.published) out.host = parts[parts.size() - 2];
  return out;
}

void read_ports(const KeyTree& tree, std::int32_t ports, std::string_view service, Meanings& out) {
  out[ports].words = "published host port listens";
  for (const std::int32_t port : tree.children(ports)) {
    Meaning& meaning = out[port];
    meaning.kind = Kind::port;
    if (tree[port].type == KeyNode::Type::mapping) {
      const std::string_view published = tree.value(port, "published");
      meaning.role = published.empty() ? Role::exposed : Role::published;
      meaning.key = std::string(published.empty() ? tree.value(port, "target") : published) + ":" +
                    std::string(tree.value(port, "target"));
      meaning.words = "host port " + std::string(published) + " container port " +
                      std::string(tree.value(port, "target")) + " published listens";
    } else {
      const PortMapping mapping = mapping_of(tree[port].value);
      meaning.role = mapping.published ? Role::published : Role::exposed;
      meaning.key = tree[port].value;
      meaning.words = mapping.published ? "host port " + mapping.host + " container port " + mapping.container +
                                              " published external listens"
                                        : "container port " + mapping.container + " exposed";
    }
    meaning.words += " " + std::string(service);
  }
}

void read_environment(const KeyTree& tree, std::int32_t environment, Meanings& out) {
  out[environment].words = "environment variables";
  for (const std::int32_t entry : tree.children(environment)) {
    Meaning& meaning = out[entry];
    meaning.kind = Kind::variable;
    meaning.role = Role::passed;
    std::string name = tree[entry].key;
    if (name.empty()) {  // the list form: NAME=value, or NAME alone
      const std::string& value = tree[entry].value;
      name = value.substr(0, value.find('='));
      meaning.key = name;
    }
    meaning.name = name;
  }
}

// Items of a list are called by what they say, since their numbers tell nobody anything.
void name_items(const KeyTree& tree, std::int32_t list, std::string_view words, Meanings& out) {
  for (const std::int32_t item : tree.children(list)) {
    if (tree[item].type == KeyNode::Type::scalar && tree[item].key.empty()) out[item].key = tree[item].value;
    out[item].words = words;
  }
}

// Paths written as one scalar, a list of them, or a list of mappings with `path`. Their names join them with the files.
void read_paths(const KeyTree& tree, std::int32_t node, std::string_view words, Meanings& out) {
  const auto note = [&](std::int32_t at, const std::string& path, bool item) {
    if (path.empty()) return;
    out[at].name = path;
    out[at].words = words;
    if (item) out[at].key = path;
  };
  note(node, tree[node].value, false);
  for (const std::int32_t item : tree.children(node)) {
    note(item, tree[item].value, true);
    const std::int32_t path = tree.child(item, "path");
    if (path < 0) continue;
    note(item, tree[path].value, true);
    for (const std::int32_t one : tree.children(path)) note(one, tree[one].value, true);
  }
}

// `extends: base` and `extends: {service: base, file: common.yml}`: the name is "common.yml#base", or "#base".
void read_extends(const KeyTree& tree, std::int32_t extends, Meanings& out) {
  const std::string service(tree[extends].value.empty() ? tree.value(extends, "service")
                                                        : std::string_view(tree[extends].value));
  if (service.empty()) return;
  out[extends].name = std::string(tree.value(extends, "file")) + "#" + service;
  out[extends].words = "extends takes over base service " + service;
}

void read_service(const KeyTree& tree, std::int32_t service, Meanings& out) {
  const std::string& name = tree[service].key;
  out[service].kind = Kind::service;
  out[service].name = name;
  out[service].words = "service container";
  for (const std::int32_t entry : tree.children(service)) {
    const std::string& key = tree[entry].key;
    if (key == "ports") read_ports(tree, entry, name, out);
    if (key == "environment") read_environment(tree, entry, out);
    if (key == "image") {
      out[entry].kind = Kind::image;
      out[entry].words = "version tag";
    }
    if (key == "healthcheck") {
      out[entry].kind = Kind::healthcheck;
      out[entry].words = "health check how often";
    }
    if (key == "volumes")
      for (const std::int32_t volume : tree.children(entry)) out[volume].kind = Kind::volume;
    if (key == "expose")
      for (const std::int32_t port : tree.children(entry)) {
        out[port].kind = Kind::port;
        out[port].role = Role::exposed;
        out[port].key = tree[port].value;
        out[port].words = "container port exposed";
      }
    if (key == "env_file") {
      out[entry].words = "environment file";
      read_paths(tree, entry, "environment file", out);
    }
    if (key == "depends_on") {
      out[entry].words = "depends starts after";
      name_items(tree, entry, "depends starts after " + name, out);
    }
    if (key == "profiles") {
      out[entry].words = "profile starts only when";
      name_items(tree, entry, "profile of " + name, out);
    }
    if (key == "networks") {
      out[entry].words = "network joins connected";
      name_items(tree, entry, "network of " + name, out);
    }
    if (key == "extends") read_extends(tree, entry, out);
    if (key == "command" || key == "entrypoint") name_options(tree, entry, out);
  }
}

void read(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  for (const std::int32_t service : tree.children(tree.child(document, "services")))
    if (tree[service].type == KeyNode::Type::mapping) read_service(tree, service, out);
  for (const std::int32_t volume : tree.children(tree.child(document, "volumes"))) out[volume].kind = Kind::volume;
  for (const std::int32_t network : tree.children(tree.child(document, "networks"))) out[network].kind = Kind::network;
  if (const std::int32_t include = tree.child(document, "include"); include >= 0)
    read_paths(tree, include, "includes compose file", out);
  // "x-environment: &env" and its kin hold what services take over.
  for (const std::int32_t entry : tree.children(document))
    if (tree[entry].key.starts_with("x-")) {
      if (const std::int32_t environment = tree.child(entry, "environment"); environment >= 0)
        read_environment(tree, environment, out);
    }
}

}  // namespace

extern const Shape compose_shape;
const Shape compose_shape = {"compose", claims, read};

}  // namespace fingerpost

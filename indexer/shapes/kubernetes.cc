// Kubernetes objects, Helm charts and Backstage entities: documents that name themselves.
#include <string>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

// "PersistentVolumeClaim" → "persistent volume claim", so that it is found in words.
std::string spaced(std::string_view kind) {
  std::string out;
  for (std::size_t i = 0; i < kind.size(); ++i) {
    if (i > 0 && is_upper(kind[i]) && !is_upper(kind[i - 1])) out += ' ';
    out += kind[i];
  }
  return to_lower(out);
}

bool claims_object(std::string_view, const KeyTree& tree, std::int32_t document) {
  return tree.child(document, "apiVersion") >= 0 && !tree.value(document, "kind").empty();
}

void mark_containers(const KeyTree& tree, std::int32_t node, Meanings& out) {
  for (const std::int32_t child : tree.children(node)) {
    const std::string& key = tree[child].key;
    if (key == "image" && tree[child].type == KeyNode::Type::scalar) {
      out[child].kind = Kind::image;
      out[child].words = "version tag";
    }
    if (key == "env" && tree[child].type == KeyNode::Type::sequence) {
      for (const std::int32_t entry : tree.children(child)) {
        const std::string_view name = tree.value(entry, "name");
        if (name.empty()) continue;
        out[entry].kind = Kind::variable;
        out[entry].role = Role::passed;
        out[entry].name = std::string(name);
        out[entry].key = std::string(name);
        if (const std::int32_t secret = tree.at(entry, {"valueFrom", "secretKeyRef"}); secret >= 0) {
          out[secret].kind = Kind::secret;
          out[secret].name = std::string(tree.value(secret, "name"));
        }
      }
    }
    if (key == "ports" && tree[child].type == KeyNode::Type::sequence)
      for (const std::int32_t port : tree.children(child)) {
        out[port].kind = Kind::port;
        out[port].role =
            tree.child(port, "hostPort") >= 0 || tree.child(port, "nodePort") >= 0 ? Role::published : Role::exposed;
        out[port].words = "port listens";
      }
    if (key == "args" || key == "command") name_options(tree, child, out);
    if (key == "livenessProbe" || key == "readinessProbe" || key == "startupProbe") out[child].kind = Kind::healthcheck;
    if (tree[child].type == KeyNode::Type::mapping || tree[child].type == KeyNode::Type::sequence)
      mark_containers(tree, child, out);
  }
}

void read_object(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  const std::string_view kind = tree.value(document, "kind");
  std::string_view name = tree.value(tree.child(document, "metadata"), "name");
  if (name.empty()) name = tree.value(tree.child(document, "metadata"), "generateName");
  out[document].kind = Kind::object;
  out[document].key = std::string(kind) + (name.empty() ? "" : "/" + std::string(name));
  out[document].name = std::string(name);
  out[document].words = spaced(kind) + " manifest";
  mark_containers(tree, document, out);
}

bool claims_backstage(std::string_view path, const KeyTree& tree, std::int32_t document) {
  return base_name(path).starts_with("catalog-info") || contains(tree.value(document, "apiVersion"), "backstage.io");
}

void read_backstage(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  const std::int32_t metadata = tree.child(document, "metadata");
  const std::string_view name = tree.value(metadata, "name");
  if (name.empty()) return;
  out[document].kind = Kind::component;
  out[document].key = std::string(name);
  out[document].name = std::string(name);
  out[document].words = to_lower(tree.value(document, "kind")) + " component " +
                        std::string(tree.value(metadata, "title")) + " " +
                        std::string(tree.value(metadata, "description")) + " owner " +
                        std::string(tree.value(tree.child(document, "spec"), "owner"));
}

bool claims_chart(std::string_view path, const KeyTree&, std::int32_t) {
  return base_name(path) == "Chart.yaml";
}

void read_chart(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  out[document].kind = Kind::object;
  out[document].key = "Chart/" + std::string(tree.value(document, "name"));
  out[document].name = std::string(tree.value(document, "name"));
  out[document].words = "helm chart";
}

}  // namespace

extern const Shape kubernetes_shape;
const Shape kubernetes_shape = {"kubernetes", claims_object, read_object};
extern const Shape backstage_shape;
const Shape backstage_shape = {"backstage", claims_backstage, read_backstage};
extern const Shape chart_shape;
const Shape chart_shape = {"helm chart", claims_chart, read_chart};

}  // namespace fingerpost

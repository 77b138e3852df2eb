// Links and images whose file is not there, and anchors that no heading makes.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

// The file that a link reaches, as GitHub or a site generator resolves it; "" for none, "/" for a directory.
std::string file_of(const Evidence& evidence, const std::string& path) {
  const Tree& tree = evidence.tree();
  if (tree.has_directory(path)) {
    for (const char* name : {"README.md", "index.md", "_index.md", "index.mdx", "readme.md", "overview.md",
                             "index.html.md", "index.html.md.erb"})
      if (std::string inside = path.empty() ? name : path + "/" + name; tree.has(inside)) return inside;
    return "/";
  }
  if (tree.has(path)) return path;
  const std::string stem = path.ends_with(".html") ? path.substr(0, path.size() - 5) : path;
  for (const char* ending : {".md", ".mdx", ".markdown", ".rst", ".html", ".adoc"})
    if (tree.has(stem + ending)) return stem + ending;
  // Some generators keep the name of what they make: guide.html.md, guide.html.md.erb.
  if (stem != path)
    for (const char* ending : {".md", ".md.erb", ".erb", ".markdown"})
      if (tree.has(path + ending)) return path + ending;
  if (stem != path && tree.has_directory(stem)) return "/";
  return {};
}

// Whether a path goes through a name in capitals that is none of the tree's: what a template puts in its place
// ("IMG_URL/logo.png").
bool goes_through_variable(const Tree& tree, std::string_view path) {
  for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash + 1);
    if (part.size() >= 3 && contains(part, "_") && is_upper(part.front()) && !tree.has_ending(part) &&
        std::all_of(part.begin(), part.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; }))
      return true;
  }
  return false;
}

// The address of a page as the pages of a site write it: the document's own name is a directory there.
bool arrives_as_page(const Evidence& evidence, const CheckedDocument& document, std::string_view target) {
  std::string path;
  const std::string page = document.path().substr(0, document.path().rfind('.'));
  return resolve_path(page, target, path) && !file_of(evidence, path).empty();
}

// Whether a directory's documents are pages of a site of which no generator tells: a link of one arrives only as the
// address of a page ("../setup/" for the document setup.md beside it).
bool documents_speak_in_addresses(const Evidence& evidence, std::string_view directory) {
  const auto is_address = [&](const CheckedDocument& document, const Mention& mention) {
    if (mention.kind != Mention::Kind::link || !mention.text.starts_with("../")) return false;
    const LinkTarget target = parse_link(mention.text);
    std::string path;
    return target.kind == LinkTarget::Kind::path && target.path.ends_with("/") && target.path.size() > 3 &&
           (!resolve_path(directory, target.path, path) || file_of(evidence, path).empty()) &&
           arrives_as_page(evidence, document, target.path);
  };
  return std::any_of(evidence.documents().begin(), evidence.documents().end(), [&](const auto& document) {
    return directory_of(document->path()) == directory &&
           std::any_of(document->mentions().begin(), document->mentions().end(),
                       [&](const Mention& mention) { return is_address(*document, mention); });
  });
}

enum class Arrival { arrives, dead, unsure };

struct Reached {
  Arrival arrival = Arrival::unsure;
  std::string file;
  std::string wanted;  // the path that was looked for
};

class Follower {
 public:
  explicit Follower(const Evidence& evidence) : evidence_(evidence) {}

  Reached follow(const CheckedDocument& document, const LinkTarget& target, bool image);

 private:
  bool speaks_in_addresses(const std::string& directory) {
    const auto [known, is_new] = addresses_.try_emplace(directory, false);
    if (is_new) known->second = documents_speak_in_addresses(evidence_, directory);
    return known->second;
  }

  const Evidence& evidence_;
  std::map<std::string, bool> addresses_;  // by directory of documents
};

Reached Follower::follow(const CheckedDocument& document, const LinkTarget& target, bool image) {
  const Evidence& evidence = evidence_;
  Reached out;
  const std::string directory(directory_of(document.path()));
  const auto site = evidence.site_of(document.path());
  if (!resolve_path(directory, target.path, out.wanted)) return out;  // leaves the repository: an address of the host
  out.file = file_of(evidence, out.wanted);
  if (!out.file.empty()) {
    out.arrival = Arrival::arrives;
    return out;
  }
  if (site || target.path.ends_with("/") || !has_file_extension(target.path)) {
    if (arrives_as_page(evidence, document, target.path)) {
      out.arrival = Arrival::arrives;
      return out;
    }
    // Where pages are spoken of so, what leads out of their directory to none of the tree's is an application's.
    if (target.path.starts_with("../../") && !evidence.tree().has_directory(directory_of(out.wanted)) &&
        speaks_in_addresses(directory))
      return out;
  }
  if (goes_through_variable(evidence.tree(), target.path)) return out;
  if (target.path.starts_with("/")) {
    // From the site's root, of which only its directory in the tree is not known.
    if (evidence.tree().has_ending(out.wanted)) {
      out.arrival = Arrival::arrives;
      return out;
    }
    const std::string first = out.wanted.substr(0, out.wanted.find('/'));
    if (site || first == out.wanted || !evidence.tree().has_directory(first) || !has_file_extension(out.wanted))
      return out;
  }
  if (evidence.tree().is_made(out.wanted)) return out;
  // What a symbolic link or the file system knows otherwise.
  if (evidence.root().stat(out.wanted)) {
    out.arrival = Arrival::arrives;
    return out;
  }
  // Without an ending it may be the address of a page that a generator makes; with one it is a file.
  const bool named = has_file_extension(out.wanted) && !out.wanted.ends_with(".html") && !out.wanted.ends_with(".htm");
  if (site && !named) return out;
  if (site && image && evidence.tree().has_ending(std::string(base_name(out.wanted)))) return out;
  out.arrival = Arrival::dead;
  return out;
}

void add_dead(Evidence& evidence, const CheckedDocument& document, const Mention& mention, const LinkTarget& target,
              const Reached& reached, CheckFindings& out) {
  CheckFinding finding;
  finding.path = document.path();
  finding.line = mention.line;
  finding.column = mention.column;
  finding.width = static_cast<int>(mention.text.size());
  finding.message = fmt::format("{} to '{}', which does not exist",
                                mention.kind == Mention::Kind::image ? "image" : "link", clip(target.path, 160));
  finding.about = reached.wanted;
  const LikelyPlace likely = likely_place(evidence, reached.wanted);
  if (!likely.path.empty()) {
    std::string there = relative_path(directory_of(document.path()), likely.path);
    finding.advice = fmt::format("'{}'? ({})", there, likely.reason);
    // Only what is written plainly is rewritten.
    const auto hash = mention.text.find_first_of("#?");
    if (likely.sure && mention.text.substr(0, hash) == target.path && !target.path.starts_with("/") &&
        there.find_first_of(" ()<>") == std::string::npos) {
      if (target.path.starts_with("./") && !there.starts_with("../")) there.insert(0, "./");
      if (target.path.ends_with("/")) there += "/";
      finding.fix = Replacement{target.path, there};
    }
  } else if (!likely.reason.empty()) {
    finding.advice = likely.reason;
  }
  out.push_back(std::move(finding));
}

// What stands where an address is to be put.
bool is_placeholder_target(std::string_view path) {
  const std::string lower = to_lower(path);
  return lower == "link" || lower == "url" || lower == "href" || lower == "uri" || lower == "address" ||
         lower == "todo" || lower == "tbd";
}

// Whether the words around a link say that its file may not be there.
bool says_it_may_be_missing(const CheckedDocument& document, int line) {
  for (int n = std::max(1, line - 1); n <= std::min(line + 1, document.lines().count()); ++n) {
    const std::string lower = to_lower(document.lines().line(n).substr(0, 400));
    for (std::string_view word : {"not exist", "n't exist", "if it exists", "if present", "if that file"})
      if (contains(lower, word)) return true;
  }
  return false;
}

void check_links(Evidence& evidence, bool images, CheckFindings& out) {
  Follower links(evidence);
  for (const auto& document : evidence.documents()) {
    // The links of a template are those of the documents that are made of it.
    if (contains(to_lower(base_name(document->path())), "template")) continue;
    for (const Mention& mention : document->mentions()) {
      if (mention.kind != (images ? Mention::Kind::image : Mention::Kind::link)) continue;
      const LinkTarget target = parse_link(mention.text);
      if (target.kind != LinkTarget::Kind::path || is_placeholder_target(target.path)) continue;
      const Reached reached = links.follow(*document, target, images);
      if (reached.arrival == Arrival::dead && !says_it_may_be_missing(*document, mention.line))
        add_dead(evidence, *document, mention, target, reached, out);
    }
  }
}

void check_dead_link(Evidence& evidence, CheckFindings& out) {
  check_links(evidence, false, out);
}

void check_dead_image(Evidence& evidence, CheckFindings& out) {
  check_links(evidence, true, out);
}

std::string nearest_slug(const Anchors& anchors, const std::string& fragment) {
  std::vector<std::string> slugs = anchors.slugs();
  std::sort(slugs.begin(), slugs.end());
  if (const auto near = spellings_of(fragment, slugs, 1); !near.empty()) return near.front().word;
  std::string only;  // the one that begins with it, or that it begins with
  for (const std::string& slug : slugs)
    if (slug.size() > 3 && fragment.size() > 3 && (slug.starts_with(fragment) || fragment.starts_with(slug))) {
      if (!only.empty()) return {};
      only = slug;
    }
  return only;
}

void check_dead_anchor(Evidence& evidence, CheckFindings& out) {
  Follower links(evidence);
  for (const auto& document : evidence.documents()) {
    for (const Mention& mention : document->mentions()) {
      if (mention.kind != Mention::Kind::link) continue;
      const LinkTarget target = parse_link(mention.text);
      if (target.fragment.empty() || (target.kind != LinkTarget::Kind::path && target.kind != LinkTarget::Kind::anchor))
        continue;
      const CheckedDocument* there = document.get();
      if (target.kind == LinkTarget::Kind::path) {
        const Reached reached = links.follow(*document, target, false);
        if (reached.arrival != Arrival::arrives) continue;
        there = evidence.document(reached.file);
        if (there == nullptr) continue;
        // GitHub gives the README that it shows below a directory this one.
        if (target.fragment == "readme" && there->path() != reached.wanted) continue;
      }
      // "#/route" and "#!/x" are addresses of an application; ":~:text=" is the browser's.
      if (target.fragment.find_first_of("/!:=&") != std::string::npos) continue;
      const Anchors& anchors = evidence.anchors(*there);
      if (anchors.has(target.fragment) || anchors.open_ended()) continue;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = mention.line;
      finding.column = mention.column;
      finding.width = static_cast<int>(mention.text.size());
      finding.message =
          there == document.get()
              ? fmt::format("no heading here makes the anchor '#{}'", clip(target.fragment, 120))
              : fmt::format("no heading of {} makes the anchor '#{}'", there->path(), clip(target.fragment, 120));
      if (const std::string near = nearest_slug(anchors, target.fragment); !near.empty())
        finding.advice = fmt::format("'#{}'?", near);
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule dead_link_rule;
const Rule dead_link_rule = {"dead-link", CheckLevel::error, "a link leads to a file that is not there",
                             check_dead_link};
extern const Rule dead_image_rule;
const Rule dead_image_rule = {"dead-image", CheckLevel::error, "an image's file is not there", check_dead_image};
extern const Rule dead_anchor_rule;
const Rule dead_anchor_rule = {"dead-anchor", CheckLevel::error, "a link names a heading that is not there",
                               check_dead_anchor};

}  // namespace fingerpost

#include "pointer-map/retrieval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

const std::vector<std::string> kWords = {"redi",   "port",   "queue", "worker", "deploy", "imag", "health",
                                         "secret", "cach",   "token", "proxi",  "tls",    "cron", "alert",
                                         "shard",  "ingest", "blob",  "mutex",  "quota",  "vault"};

// What the places of one source hold, as retrieval is described: the oracle knows nothing of lists, blocks or windows.
struct KnownSource {
  std::vector<std::int32_t> parents;
  std::vector<std::map<std::string, Posting>> own;  // by place
};

// A map of random trees beside what it must know.
class RandomMap {
 public:
  explicit RandomMap(unsigned seed)
      : random_(seed), map_(std::move(*Map::open(repository_.map_file(), "/some/root", true))) {}

  // Puts `sources` of up to `most_places` places in as one segment, replacing what had their names.
  void put(int first, int sources, unsigned most_places) {
    SegmentBuilder builder;
    Analyzer analyzer;
    for (int i = first; i < first + sources; ++i) {
      const std::string path = "part" + std::to_string(i % 7) + "/" + word() + "-" + std::to_string(i) + ".md";
      // A source is known by its number: another name for it takes the old one's place.
      if (const auto old = names_.find(i); old != names_.end() && old->second != path) remove(old->second);
      names_[i] = path;
      add(builder, analyzer, path, 1 + random_() % most_places);
    }
    auto done = map_.apply(std::span(&builder, 1), {});
    ASSERT_TRUE(done) << done.error().text();
  }
  void remove(const std::string& path) {
    ASSERT_TRUE(map_.apply({}, {path}));
    known_.erase(path);
  }

  // Scores every place of the map, one after the other.
  std::vector<Candidate> best_by_looking_at_all(const std::vector<TermGroup>& groups, std::size_t most) {
    std::vector<Candidate> all;
    std::vector<std::vector<Weighted>> asked;
    for (const TermGroup& group : groups) asked.push_back(weights_of(group));
    for (const Source& source : map_.sources()) {
      const KnownSource& known = known_.at(source.path);
      std::vector<std::map<std::string, float>> passed(known.own.size());  // to the places below
      for (std::size_t i = 0; i < known.own.size(); ++i) {
        Candidate candidate{map_.first_doc(source) + static_cast<GlobalDoc>(i), 0, 0};
        std::map<std::string, float> here;
        for (const std::string& term : kWords) {
          const float above = i == 0 ? 0.0f : passed[static_cast<std::size_t>(known.parents[i])][term];
          passed[i][term] = above;
          here[term] = above;
          const auto own = known.own[i].find(term);
          if (own == known.own[i].end()) continue;
          const float impact = static_cast<float>(own->second.impact) / 127.0f;
          here[term] = std::max(impact + 0.25f * above, above);
          if (own->second.inherited) passed[i][term] = std::max(impact * (i == 0 ? 0.42f : 0.5f), above);
        }
        for (std::size_t g = 0; g < asked.size(); ++g)
          for (const Weighted& alternative : asked[g])
            if (here[alternative.term] > 0) {
              candidate.score += alternative.weight * here[alternative.term];
              candidate.covered |= 1u << g;
              break;
            }
        if (candidate.score > 0) all.push_back(candidate);
      }
    }
    // Of one score, by path and place: however the sources came to be numbered.
    std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    if (all.size() > most) all.resize(most);
    return all;
  }

  TermGroup any_group() {
    TermGroup group;
    group.importance = 0.5f + static_cast<float>(random_() % 5) * 0.25f;
    group.alternatives.push_back({word(), 1.0f});
    for (auto more = random_() % 3; more > 0; --more)
      group.alternatives.push_back({word(), 0.3f + static_cast<float>(random_() % 6) * 0.1f});
    return group;
  }
  unsigned next() { return static_cast<unsigned>(random_()); }
  Map& map() { return map_; }

 private:
  struct Weighted {
    std::string term;
    float weight;
  };

  // The first words are in most places, the last ones in few.
  std::string word() {
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return kWords[static_cast<std::size_t>(u * u * u * static_cast<double>(kWords.size()))];
  }

  void add(SegmentBuilder& builder, Analyzer& analyzer, const std::string& path, std::size_t count) {
    std::vector<Place> places(count);
    std::vector<std::string> texts(count);
    places[0].kind = Kind::document;
    places[0].key = path;
    KnownSource known;
    known.parents.push_back(0);
    for (std::size_t i = 1; i < count; ++i) {
      // The parent is the place before or one of its ancestors.
      std::int32_t parent = static_cast<std::int32_t>(i) - 1;
      while (parent != 0 && (random_() % 3 != 0)) parent = places[static_cast<std::size_t>(parent)].parent;
      Place& place = places[i];
      place.parent = parent;
      place.kind = random_() % 2 == 0 ? Kind::section : Kind::setting;
      place.line_start = place.line_end = static_cast<std::int32_t>(i);
      if (random_() % 3 != 0) place.key = word();
      for (auto words = random_() % 8; words > 0; --words) texts[i] += word() + " ";
      place.text = texts[i];
      known.parents.push_back(parent);
    }
    const SourceImpacts impacts = impacts_of(path, places, false, analyzer);
    known.own.resize(count);
    for (const TermPosting& posting : impacts.postings)
      known.own[posting.posting.doc][std::string(analyzer.term(posting.term))] = posting.posting;
    known_[path] = std::move(known);
    Source source;
    source.path = path;
    source.format = "test";
    builder.add(source, places, impacts, analyzer, {});
  }

  // The alternatives that stand anywhere, the strongest first.
  std::vector<Weighted> weights_of(const TermGroup& group) {
    std::vector<Weighted> out;
    std::vector<float> rarities;
    float own_rarity = 0;
    for (const TermGroup::Alternative& alternative : group.alternatives) {
      double places = 0;
      double below = 0;
      for (const auto& [path, known] : known_)
        for (std::size_t i = 0; i < known.own.size(); ++i) {
          const auto own = known.own[i].find(alternative.term);
          if (own == known.own[i].end()) continue;
          ++places;
          if (!own->second.inherited) continue;
          for (std::size_t b = i + 1; b < known.own.size() && known.parents[b] >= static_cast<std::int32_t>(i); ++b)
            ++below;
        }
      const double live = map_.live_count();
      const double idf = std::log((live + 1.0) / (places + 0.15 * below + 0.5));
      rarities.push_back(places == 0 ? 0.0f : static_cast<float>(std::clamp(idf / std::log(live + 1.0), 0.02, 1.0)));
      if (alternative.weight == 1.0f && own_rarity == 0) own_rarity = rarities.back();
    }
    for (std::size_t a = 0; a < group.alternatives.size(); ++a) {
      const float rarity = own_rarity > 0 ? std::min(rarities[a], own_rarity) : rarities[a];
      if (rarity > 0)
        out.push_back({group.alternatives[a].term, group.importance * rarity * group.alternatives[a].weight});
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
    return out;
  }

  std::mt19937 random_;
  TemporaryRepository repository_;
  Map map_;
  std::map<std::string, KnownSource> known_;
  std::map<int, std::string> names_;
};

void expect_same_as_looking_at_all(RandomMap& random, std::size_t most) {
  std::vector<TermGroup> groups;
  for (unsigned g = 1 + random.next() % 5; g > 0; --g) groups.push_back(random.any_group());
  const std::vector<Candidate> expected = random.best_by_looking_at_all(groups, most);
  RetrievalScratch scratch;
  auto found = retrieve(random.map(), groups, most, scratch);
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*found)[i].doc, expected[i].doc) << i;
    EXPECT_FLOAT_EQ((*found)[i].score, expected[i].score) << i;
    EXPECT_EQ((*found)[i].covered, expected[i].covered) << i;
  }
}

TEST(Retrieval, FindsTheBestOfAllPlacesInAMapOfOnePiece) {
  RandomMap random(1);
  random.put(0, 400, 80);
  for (int question = 0; question < 12; ++question) expect_same_as_looking_at_all(random, 1 + random.next() % 300);
}

TEST(Retrieval, FindsTheBestOfAllPlacesInAMapThatWasChangedAgainAndAgain) {
  RandomMap random(2);
  random.put(0, 150, 60);
  for (int change = 0; change < 30; ++change) {
    random.put(static_cast<int>(random.next() % 140), 1 + static_cast<int>(random.next() % 10),
               1 + random.next() % 200);
    expect_same_as_looking_at_all(random, 1 + random.next() % 100);
  }
}

TEST(Retrieval, FindsTheBestOfAllPlacesWhereFewSourcesAreVeryLarge) {
  RandomMap random(3);
  random.put(0, 4, 9000);
  for (int question = 0; question < 8; ++question) expect_same_as_looking_at_all(random, 240);
}

}  // namespace
}  // namespace fingerpost

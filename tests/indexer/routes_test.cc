// Routes are places where code defines them, in the wording of each framework.
#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(Routes, OfScripts) {
  EXPECT_EQ(outline("src/parcels.ts",
                    "parcelRouter.get('/parcels/:id', show);\n"
                    "app.use('/static', files);\n"
                    "const reply = await axios.get('/parcels/7');\n"
                    "await request(app).get('/parcels/7');\n"
                    "map.delete('/x');\n"),
            "operation 'GET /parcels/:id' 1\n");
}

TEST(Routes, OfPython) {
  EXPECT_EQ(outline("shop/routes.py",
                    "@app.post(\"/parcels\")\n"
                    "async def create(): ...\n"
                    "@bp.route('/lanes', methods=['GET'])\n"
                    "def lanes(): ...\n"
                    "@mock.patch('shop.lanes')\n"
                    "def test(): ...\n"
                    "urlpatterns = [\n"
                    "    path('belts/<int:pk>/', views.belt),\n"
                    "    path('belts/', views.belts, name='belts'),\n"
                    "]\n"
                    "reply = client.get('/parcels')\n"),
            "operation 'POST /parcels' 1\noperation '/lanes' 3\noperation 'belts/<int:pk>/' 8\noperation 'belts/' 9\n");
}

TEST(Routes, OfGoAndRust) {
  EXPECT_EQ(outline("main.go",
                    "mux.HandleFunc(\"GET /parcels/{id}\", show)\n"
                    "r.Post(\"/parcels\", create)\n"
                    "http.Handle(\"/metrics\", promhttp.Handler())\n"
                    "reply, err := http.Get(\"/parcels\")\n"),
            "operation 'GET /parcels/{id}' 1\noperation 'POST /parcels' 2\noperation '/metrics' 3\n");
  EXPECT_EQ(outline("main.rs",
                    "let app = Router::new()\n    .route(\"/parcels\", get(list))\n#[delete(\"/parcels/{id}\")]\n"),
            "operation '/parcels' 2\noperation 'DELETE /parcels/{id}' 3\n");
}

TEST(Routes, OfJavaAndDotnet) {
  EXPECT_EQ(outline("ParcelController.java",
                    "@RequestMapping(\"/api/parcels\")\n"
                    "class ParcelController {\n"
                    "    @GetMapping(value = \"/{id}\", produces = \"application/json\")\n"
                    "    @Value(\"/etc/shop\")\n"),
            "operation '/api/parcels' 1\noperation 'GET /{id}' 3\n");
  EXPECT_EQ(outline("ParcelController.cs", "[HttpPost(\"Parcels/{id}\")]\napp.MapGet(\"/health\", () => 1);\n"),
            "operation 'POST Parcels/{id}' 1\noperation 'GET /health' 2\n");
}

TEST(Routes, OfPhpRubyAndElixir) {
  EXPECT_EQ(outline("routes/api.php",
                    "Route::post('parcels/{id}/send',\n"
                    "    [\n"
                    "        ParcelController::class,\n"
                    "        'send'\n"
                    "    ]\n"
                    ")->name('parcels.send');\n"
                    "Route::get('lanes', 'LaneController@index');\n"),
            "operation 'POST parcels/{id}/send' 1-6\noperation 'GET lanes' 7\n");
  EXPECT_EQ(outline("config/routes.rb", "namespace :api do\n  resources :parcels\n  get 'up', to: 'health#up'\nend\n"),
            "operation 'api' 1\noperation 'parcels' 2\noperation 'GET up' 3\n");
  EXPECT_EQ(outline("lib/shop_web/router.ex", "  get \"/parcels\", ParcelController, :index\n"),
            "operation 'GET /parcels' 1\n");
}

}  // namespace
}  // namespace fingerpost

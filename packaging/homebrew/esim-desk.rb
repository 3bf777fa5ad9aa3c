cask "esim-desk" do
  version "{version}"
  sha256 "{sha256 esim-desk-{version}.dmg}"

  url "https://github.com/{repository}/releases/download/v#{version}/esim-desk-#{version}.dmg"
  name "eSIM Desk"
  desc "Sell an eSIM over the counter"
  homepage "https://github.com/{repository}"

  auto_updates true
  depends_on macos: ">= :monterey"

  app "eSIM Desk.app"

  # No zap: the data folder is the order book.
end

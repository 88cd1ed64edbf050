namespace CharityLink.Web.Hosting;

/// <summary>Marks a route that takes no forms but bytes signed by the sender, which it checks itself: no form of ours, no limit on how often.</summary>
internal sealed record SignedPost;

using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Pledges;

/// <summary>What is said of promises in more than one place.</summary>
public static class PledgeWords
{
    /// <summary>What a giver agrees to who leaves a card: as it stands beside the button, and as it is kept.</summary>
    public static string Consent(CauseProject project, DateOnly lastDay, Texts words)
    {
        var consent = words["pledge.consent", Show.Day(lastDay, words.Language)];
        return project is { Model: FundingModel.AllOrNothing, MinCollectPercent: { } percent }
            ? words["pledge.consent_back", consent, percent, Show.MoneyShort(Project.PartOf(Money.Cny(project.MinimumMinor), percent))]
            : consent;
    }

    /// <summary>What happens where less comes in than was promised; of a project that keeps what is raised nothing has to be said.</summary>
    public static string Shortfall(CauseProject project, Texts words) =>
        project.Model == FundingModel.AllOrNothing ? ProjectWords.Shortfall(Money.Cny(project.MinimumMinor), project.MinCollectPercent, words) : "";
}

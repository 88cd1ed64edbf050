using CharityLink.Network;
using CharityLink.Projects;

namespace CharityLink.Web.Demo;

/// <summary>Forty invented projects, all over the city and in every state: each a need of one village, a price and a number.</summary>
internal static class DemoProjects
{
    private const int PerNeed = 5;

    private static readonly DemoNeed[] Needs =
    [
        new("elder_care", "长者助餐保温箱", "Warm meal boxes", "独居长者住得分散，饭菜送到时已经凉了。保温箱让志愿者把热饭送到每一户。",
            "Elders live far apart, and meals are cold when they arrive. Boxes that keep warm let volunteers bring a hot lunch to every door.", "个保温箱", "boxes", 180_00),
        new("home_repair", "困难长者卫浴改造", "Safer bathrooms for elders", "湿滑的地面和高门槛让长者屡屡跌倒。防滑砖、扶手和坐便器能避免大部分意外。",
            "Wet floors and high steps make elders fall. Tiles that do not slip, handrails and a seat prevent most of it.", "间卫浴改造", "bathrooms", 3_200_00),
        new("schooling", "村小图书角", "Reading corners", "村里的孩子放学后没有书看。图书角设在村委会，周末也开放。",
            "Children have nothing to read after school. A corner in the village hall is open at weekends, too.", "组书架和图书", "shelves with books", 1_500_00),
        new("child_care", "留守儿童周末课堂", "Weekend classes", "父母在外务工的孩子周末无人照看。志愿老师带他们做功课、画画、和父母视频。",
            "Children whose parents work far away are alone at weekends. Volunteers do homework with them, draw, and call the parents.", "次课堂", "classes", 420_00),
        new("medical", "慢病长者家庭药箱", "Medicine chests for elders", "慢病长者常常忘记吃药或药已过期。药箱配有分装盒和村医每月上门检查。",
            "Elders with lasting illness forget medicine or take what is too old. A chest with day boxes is checked by the village doctor every month.", "个药箱", "chests", 260_00),
        new("disaster_relief", "台风受损屋顶修缮", "Roofs after the storm", "上季台风掀开了低收入家庭的屋顶，雨季来临前必须修好。",
            "Last season's storm opened the roofs of families with little money; they have to be closed before the rains.", "户屋顶修缮", "roofs", 4_800_00),
        new("village_works", "村道路灯", "Street lights", "夜里村道漆黑，老人和学生出行不便，去年发生过两起跌伤。",
            "The lanes are dark at night; elders and pupils walk unsafely, and two were hurt last year.", "盏太阳能路灯", "solar lamps", 1_200_00),
        new("other", "村民应急物资柜", "Emergency lockers", "汛期道路中断时，村里要靠自己撑过头几个小时。物资柜备有照明、救生衣和急救包。",
            "When floods cut the road, a village has to help itself for hours. A locker holds lamps, life vests and first-aid kits.", "个物资柜", "lockers", 2_400_00),
    ];

    // Most are live, so that there is much to give to; the others show every way a project can go.
    private static readonly (ProjectState Until, int Percent)[] Ways =
    [
        (ProjectState.Submitted, 0), (ProjectState.Live, 64), (ProjectState.Live, 18), (ProjectState.Ended, 104), (ProjectState.Draft, 0),
        (ProjectState.Verified, 0), (ProjectState.Live, 92), (ProjectState.Live, 35), (ProjectState.CarriedOut, 100), (ProjectState.Approved, 0),
        (ProjectState.Reviewed, 0), (ProjectState.Live, 8), (ProjectState.Live, 51), (ProjectState.Closed, 100), (ProjectState.Filed, 0),
        (ProjectState.Submitted, 0), (ProjectState.Live, 77), (ProjectState.Live, 23), (ProjectState.Failed, 30), (ProjectState.Rejected, 0),
        (ProjectState.Verified, 0), (ProjectState.Live, 110), (ProjectState.Live, 42), (ProjectState.Reported, 100), (ProjectState.Withdrawn, 0),
        (ProjectState.Reviewed, 0), (ProjectState.Live, 5), (ProjectState.Live, 69), (ProjectState.Ended, 98), (ProjectState.Draft, 0),
        (ProjectState.Submitted, 0), (ProjectState.Live, 31), (ProjectState.Live, 15), (ProjectState.Closed, 100), (ProjectState.Filed, 0),
        (ProjectState.Reviewed, 0), (ProjectState.Live, 58), (ProjectState.Live, 47), (ProjectState.CarriedOut, 100), (ProjectState.Approved, 0),
    ];

    /// <summary>All of them. The first of each kind of waiting stands in the place of the demonstration's own staff.</summary>
    public static IReadOnlyList<DemoProject> Of(Divisions divisions)
    {
        var bodies = DemoBodies.Of(divisions).ToList();
        var stations = bodies.Where(body => body.Kind == OrganisationKind.VillageStation).Select(body => body.Division).ToList();
        var own = stations.First(code => code.Value.StartsWith(bodies.First(body => body.Kind == OrganisationKind.TownBranch).Division.Value, StringComparison.Ordinal));
        return [.. Ways.Select((way, i) => new DemoProject(
            i + 1, Place(divisions, i < 11 && way.Until is ProjectState.Submitted or ProjectState.Verified or ProjectState.Reviewed ? own : stations[i * 7 % stations.Count]),
            Needs[i / PerNeed], 6 + i * 5 % 17, way.Until, way.Percent, way.Until == ProjectState.Failed || i % 4 == 1 ? FundingModel.AllOrNothing : FundingModel.KeepWhatIsRaised))];
    }

    private static Division Place(Divisions divisions, Kernel.DivisionCode code) => divisions.Find(code) ?? throw new InvalidOperationException($"The demonstration city needs {code}.");
}

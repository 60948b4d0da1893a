"""The entry points of writing. Each is a use case of `services`, told in the words of the contract."""

from strawberry import ID

from domain.lifecycle import TemplateAction as T
from domain.lifecycle import VersionAction as V
from policies import rights
from resolvers import mutations as do
from resolvers import repository_mutations as repository
from resolvers import signing_keys
from schema.bind import field, object_type
from schema.inputs import (
    AddMemberInput,
    AddRepositoryInput,
    AddSigningKeyInput,
    AssumeRoleInput,
    ChangePasswordInput,
    CheckRepositoryInput,
    CreateApiTokenInput,
    CreateCategoryInput,
    CreateRoleInput,
    CreateTemplateInput,
    CreateUserInput,
    CreateVersionInput,
    CreateWorkspaceInput,
    LoginInput,
    UpdateCategoryInput,
    UpdateMemberInput,
    UpdateRepositoryInput,
    UpdateRoleInput,
    UpdateTemplateInput,
    UpdateUserInput,
    UpdateVersionInput,
    UpdateWorkspaceInput,
)
from schema.payloads import (
    AssumeRolePayload,
    CategoryPayload,
    ChangePasswordPayload,
    CheckRepositoryPayload,
    CreateApiTokenPayload,
    DeletePayload,
    ImportChartVersionPayload,
    InspectChartPayload,
    LoginPayload,
    MembershipPayload,
    RepositoryPayload,
    RevokeApiTokenPayload,
    RolePayload,
    SigningKeyPayload,
    TemplatePayload,
    UserPayload,
    VersionPayload,
    WorkspacePayload,
)
from schema.scalars import Upload


@object_type()
class Mutation:
    """Refusals of who asks are GraphQL errors; what the caller can put right is in `userErrors`."""

    login = field(LoginPayload, do.login, input=LoginInput, needs=rights.ANYONE)
    change_password = field(
        ChangePasswordPayload,
        do.change_password,
        "Ends every other session of the viewer, and their API tokens.",
        input=ChangePasswordInput,
        needs=rights.OWN_ACCOUNT,
    )
    assume_role = field(
        AssumeRolePayload,
        do.assume_role,
        "A session narrowed to one role that the viewer holds: never more than that role, and it ends with it.",
        input=AssumeRoleInput,
        needs=rights.OWN_ACCOUNT,
    )
    create_api_token = field(
        CreateApiTokenPayload, do.create_api_token, input=CreateApiTokenInput, needs=rights.OWN_ACCOUNT
    )
    revoke_api_token = field(RevokeApiTokenPayload, do.revoke_api_token, id=ID, needs=rights.OWN_ACCOUNT)
    create_user = field(UserPayload, do.create_user, input=CreateUserInput, needs=rights.MANAGE_USERS)
    update_user = field(UserPayload, do.update_user, input=UpdateUserInput, needs=rights.UPDATE_USER)
    create_role = field(RolePayload, do.create_role, input=CreateRoleInput, needs=rights.CREATE_ROLE)
    update_role = field(RolePayload, do.update_role, input=UpdateRoleInput, needs=rights.UPDATE_ROLE)
    delete_role = field(DeletePayload, do.delete_role, "IN_USE while anyone holds it.", id=ID, needs=rights.DELETE_ROLE)
    create_workspace = field(
        WorkspacePayload, do.create_workspace, input=CreateWorkspaceInput, needs=rights.CREATE_WORKSPACE
    )
    update_workspace = field(
        WorkspacePayload, do.update_workspace, input=UpdateWorkspaceInput, needs=rights.UPDATE_WORKSPACE
    )
    delete_workspace = field(
        DeletePayload, do.delete_workspace, "IN_USE while it has ACTIVE versions.", id=ID, needs=rights.DELETE_WORKSPACE
    )
    add_member = field(MembershipPayload, do.add_member, input=AddMemberInput, needs=rights.ADD_MEMBER)
    update_member = field(MembershipPayload, do.update_member, input=UpdateMemberInput, needs=rights.MANAGE_MEMBER)
    remove_member = field(DeletePayload, do.remove_member, id=ID, needs=rights.REMOVE_MEMBER)
    inspect_chart = field(
        InspectChartPayload,
        do.inspect_chart,
        "Reads a package and answers what a template or version made of it would be, and every fault; stores nothing.",
        package=Upload,
        template=ID | None,
        needs=rights.INSPECT_CHART,
        argument_needs={"template": rights.INSPECT_FOR_TEMPLATE},
    )
    create_template = field(
        TemplatePayload,
        do.create_template,
        "A new template with its first version, both DRAFT, from a chart package.",
        input=CreateTemplateInput,
        needs=rights.CREATE_TEMPLATE,
    )
    update_template = field(
        TemplatePayload, do.update_template, input=UpdateTemplateInput, needs=rights.UPDATE_TEMPLATE
    )
    set_template_icon = field(
        TemplatePayload,
        do.set_template_icon,
        "An icon, or none; the store shows it once republished.",
        id=ID,
        icon=Upload | None,
        needs=rights.UPDATE_TEMPLATE,
    )
    set_template_screenshots = field(
        TemplatePayload,
        do.set_template_screenshots,
        "keep names present screenshots by digest, in order; add comes after them. At most six.",
        id=ID,
        keep=list[str],
        add=list[Upload],
        needs=rights.UPDATE_TEMPLATE,
    )
    delete_template = field(
        DeletePayload,
        do.delete_template,
        "IN_USE while it has versions that are ACTIVE, SUBMITTED or IN_REVIEW.",
        id=ID,
        needs=rights.DELETE_TEMPLATE,
    )
    suspend_template = field(
        TemplatePayload,
        do.suspend_template,
        "Takes every ACTIVE version out of the store and hides the app, without changing running releases.",
        id=ID,
        needs=rights.TEMPLATE_RIGHTS[T.SUSPEND],
    )
    restore_template = field(
        TemplatePayload,
        do.restore_template,
        "Undoes suspendTemplate; versions suspended one by one before it stay suspended.",
        id=ID,
        needs=rights.TEMPLATE_RIGHTS[T.RESTORE],
    )
    republish_template = field(
        TemplatePayload,
        do.republish_template,
        "Brings the store's snapshot up to the working copy.",
        id=ID,
        needs=rights.TEMPLATE_RIGHTS[T.REPUBLISH],
    )
    create_version = field(VersionPayload, do.create_version, input=CreateVersionInput, needs=rights.CREATE_VERSION)
    update_version = field(
        VersionPayload,
        do.update_version,
        "In DRAFT and REJECTED only; a rejected version becomes DRAFT.",
        input=UpdateVersionInput,
        needs=rights.VERSION_RIGHTS[V.UPDATE],
    )
    replace_package = field(
        VersionPayload,
        do.replace_package,
        "In DRAFT and REJECTED only; the version takes its number from the new package. "
        "The provenance of the package before goes with it.",
        id=ID,
        package=Upload,
        provenance=Upload | None,
        needs=rights.VERSION_RIGHTS[V.REPLACE_PACKAGE],
    )
    delete_version = field(DeletePayload, do.delete_version, id=ID, needs=rights.VERSION_RIGHTS[V.DELETE])
    submit_version = field(VersionPayload, do.submit_version, id=ID, needs=rights.VERSION_RIGHTS[V.SUBMIT])
    withdraw_version = field(VersionPayload, do.withdraw_version, id=ID, needs=rights.VERSION_RIGHTS[V.WITHDRAW])
    start_review = field(VersionPayload, do.start_review, id=ID, needs=rights.DECIDE)
    pass_review = field(VersionPayload, do.pass_review, id=ID, needs=rights.DECIDE)
    reject_review = field(VersionPayload, do.reject_review, id=ID, needs=rights.DECIDE)
    publish_version = field(VersionPayload, do.publish_version, id=ID, needs=rights.VERSION_RIGHTS[V.PUBLISH])
    suspend_version = field(VersionPayload, do.suspend_version, id=ID, needs=rights.VERSION_RIGHTS[V.SUSPEND])
    restore_version = field(VersionPayload, do.restore_version, id=ID, needs=rights.VERSION_RIGHTS[V.RESTORE])
    add_signing_key = field(
        SigningKeyPayload,
        signing_keys.add_signing_key,
        "Trusts a key for the workspace's packages; versions whose provenance holds by it are signed from now on.",
        input=AddSigningKeyInput,
        needs=rights.MANAGE_SIGNING_KEYS,
    )
    delete_signing_key = field(
        DeletePayload,
        signing_keys.delete_signing_key,
        "Takes the trust away: what only this key vouched for is no longer signed.",
        id=ID,
        needs=rights.DELETE_SIGNING_KEY,
    )
    create_category = field(
        CategoryPayload, do.create_category, input=CreateCategoryInput, needs=rights.MANAGE_CATEGORIES
    )
    update_category = field(
        CategoryPayload, do.update_category, input=UpdateCategoryInput, needs=rights.MANAGE_CATEGORIES
    )
    delete_category = field(
        DeletePayload, do.delete_category, "IN_USE while templates are in it.", id=ID, needs=rights.MANAGE_CATEGORIES
    )
    check_repository = field(
        CheckRepositoryPayload,
        repository.check_repository,
        "Reads the index and answers what a sync would find, or why it cannot; stores nothing.",
        input=CheckRepositoryInput,
        needs=rights.CHECK_REPOSITORY,
    )
    add_repository = field(
        RepositoryPayload,
        repository.add_repository,
        "Adds it and starts its first sync in the background.",
        input=AddRepositoryInput,
        needs=rights.ADD_REPOSITORY,
    )
    update_repository = field(
        RepositoryPayload,
        repository.update_repository,
        "Another URL or other credentials start a sync.",
        input=UpdateRepositoryInput,
        needs=rights.MANAGE_REPOSITORY,
    )
    delete_repository = field(
        DeletePayload,
        repository.delete_repository,
        "What was imported of it stays.",
        id=ID,
        needs=rights.MANAGE_REPOSITORY,
    )
    sync_repository = field(
        RepositoryPayload,
        repository.sync_repository,
        "One sync at a time for a repository: while one runs, answers with that one.",
        id=ID,
        needs=rights.MANAGE_REPOSITORY,
    )
    import_chart_version = field(
        ImportChartVersionPayload,
        repository.import_chart_version,
        "Downloads a chart version and makes a DRAFT of it: a new template, or a new version where the workspace has a "
        "template of that name.",
        id=ID,
        needs=rights.IMPORT_CHART,
    )

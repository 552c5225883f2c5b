import type { ShapeTexts } from './notation.ts';

/** Article groups, as the tree they form and as the flat list of those that changed. One item of a list of groups is called by the plural. */
export const groupShapes: ShapeTexts = {
  ArticleGroup: `
    groupNumber:n syncMarker?:n name:s text:s subGroupList:[articleGroups*:ArticleGroup] sortOrder:n productNumbers?:[number*:n] image?:x
    articleNumbers?:[number*:n] isDeleted?:b`,
  ChangedArticleGroup: 'groupNumber:n parentGroupNumber?:n syncMarker?:n name:s text:s subGroupNumbers?:[number*:n] sortOrder:n productNumbers?:[number*:n] image?:x isDeleted?:b',
};
